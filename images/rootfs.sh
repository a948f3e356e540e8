# Run in the first stage: gathers into /rootfs what a JVM needs of the base system.
set -eu
mkdir -p /rootfs/tmp /rootfs/etc
chmod 1777 /rootfs/tmp
echo 'nonroot:x:65532:65532::/:/' >/rootfs/etc/passwd
echo 'nonroot:x:65532:' >/rootfs/etc/group
echo 'hosts: files dns' >/rootfs/etc/nsswitch.conf
copy() { # a library, at the path the loader looks for it
  real=$(readlink -f "$1")
  mkdir -p "/rootfs$(dirname "$1")"
  cp "$real" "/rootfs$1"
}
loader=$(ls /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.* 2>/dev/null | head -1)
copy "$loader"
libraries=$(dirname "$(ls /lib/*-linux-gnu*/libc.so.6 | head -1)")
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do
  copy "$libraries/$library"
done

# Run in the first stage: gathers into /rootfs what a JVM needs of the base system.
set -eu
mkdir -p /rootfs/tmp /rootfs/etc
chmod 1777 /rootfs/tmp
echo 'nonroot:x:65532:65532::/:/' >/rootfs/etc/passwd
echo 'nonroot:x:65532:' >/rootfs/etc/group
echo 'hosts: files dns' >/rootfs/etc/nsswitch.conf
# For scanners, which ask an image for its distribution and packages: one file for each package that something is from.
packages=/rootfs/var/lib/dpkg/status.d
cp -L /etc/os-release /rootfs/etc/os-release
copy() { # a library, at the path the loader looks for it
  real=$(readlink -f "$1")
  mkdir -p "/rootfs$(dirname "$1")"
  cp "$real" "/rootfs$1"
  if command -v dpkg-query >/dev/null; then
    # Trixie's libc6 also has lines "diversion by libc6 from: PATH".
    package=$(dpkg-query -S "$1" "$real" "${real#/usr}" 2>/dev/null | grep -v '^diversion ' | head -1 | cut -d: -f1)
    [ -n "$package" ] || {
      echo "$1 is of no package" >&2
      exit 1
    }
    mkdir -p "$packages"
    [ -e "$packages/$package" ] || dpkg-query -s "$package" >"$packages/$package"
  fi
}
loader=$(ls /lib64/ld-linux-*.so.* /lib/ld-linux-*.so.* 2>/dev/null | head -1)
copy "$loader"
libraries=$(dirname "$(ls /lib/*-linux-gnu*/libc.so.6 | head -1)")
for library in libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 libnss_dns.so.2 libnss_files.so.2 libresolv.so.2; do
  copy "$libraries/$library"
done

#!/bin/sh
# Measures the sidecar as runtime.sh built it:  measure.sh <directory> [bundle|jdk] [runs]
#
# Method, per run: a fresh volume; an operator and an AWS on this machine, both over TLS (a JVM apart from the sidecar);
# "jdk" gives the sidecar the JDK's 150 authorities to check AWS against, as against the real AWS, "bundle" an aws.caBundle.
# start: from exec to the first 200 of /started, polled every 5 ms by this script (a busy machine shows here; cpu is what the
# sidecar itself used up to then). Then 100 GETs with the token, each a
# connection, then RSS and Anonymous from /proc/<pid>/smaps_rollup. Prints each run and the worst.
set -eu
home=$(cd "$1" && pwd)
aws=${2:-jdk}
runs=${3:-5}
here=$(cd "$(dirname "$0")" && pwd)
export MALLOC_ARENA_MAX=1

work=$(mktemp -d)
fakes=
sidecar=
trap 'for p in $fakes $sidecar; do kill "$p" 2>/dev/null || :; done; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir "$work/fakes"
"${JAVA_HOME:?}/bin/java" -cp "$here/target/test-classes:$home/lib/client.jar" \
    dev.rolesanywhere.sidecar.fake.Rehearsal "$work/fakes" "$aws" &
fakes=$!
until test -e "$work/fakes/ready"; do sleep 0.1; done
trust=
if test "$aws" = jdk; then trust="-Djavax.net.ssl.trustStore=$work/fakes/truststore.p12"; fi
# The fakes are warm before the first run, as an operator and AWS are.
get() { curl -sf -o /dev/null "$@"; }

echo "run  rss_kB  anonymous_kB  start_ms  cpu_ms   ($(uname -m), $(nproc) CPUs, load $(cut -d' ' -f1 /proc/loadavg), aws=$aws)"
worst_rss=0 worst_anon=0 worst_start=0
for run in $(seq 0 "$runs"); do
    rm -rf "$work/volume"
    mkdir "$work/volume"
    begin=$(date +%s%N)
    # shellcheck disable=SC2086 # no word, or one
    ROLESANYWHERE_ISSUER_URL=$(cat "$work/fakes/url") ROLESANYWHERE_ISSUER_CA=$(cat "$work/fakes/ca.pem") \
        "$home/runtime/bin/java" $trust -Drolesanywhere.volume="$work/volume" \
        -Drolesanywhere.issuerToken="$work/fakes/token" -Drolesanywhere.endpointPort=19911 \
        -Drolesanywhere.probePort=19912 -Drolesanywhere.probeAddress=127.0.0.1 "@$home/options" > "$work/log" 2>&1 &
    sidecar=$!
    until get http://127.0.0.1:19912/started; do
        kill -0 $sidecar || { cat "$work/log" >&2; exit 1; }
        sleep 0.005
    done
    start=$((($(date +%s%N) - begin) / 1000000))
    cpu=$(awk '{print ($14 + $15) * 10}' "/proc/$sidecar/stat")
    token=$(cat "$work/volume/token")
    for _ in $(seq 100); do get -H "Authorization: $token" http://127.0.0.1:19911/v1/credentials; done
    rss=$(awk '/^Rss:/ {print $2}' "/proc/$sidecar/smaps_rollup")
    anon=$(awk '/^Anonymous:/ {print $2}' "/proc/$sidecar/smaps_rollup")
    kill "$sidecar"
    wait "$sidecar" || { echo "the sidecar did not exit with 0" >&2; exit 1; }
    sidecar=
    # Run 0 warms the fakes and the page cache.
    test "$run" -gt 0 || continue
    echo "$run  $rss  $anon  $start  $cpu"
    test "$rss" -le $worst_rss || worst_rss=$rss
    test "$anon" -le $worst_anon || worst_anon=$anon
    test "$start" -le $worst_start || worst_start=$start
done
echo "worst  $worst_rss  $worst_anon  $worst_start   (budget 60000 26000 800)"

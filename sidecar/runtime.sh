#!/bin/sh
# Builds what the sidecar's image holds: a jlinked runtime, the two jars, an AOT cache and the options to start with.
#
#   runtime.sh <output directory> [<directory in the image>]
#
# TARGET_JMODS is for another platform: the folder of the jmods of its JDK. There is no training then, and no cache.
# Needs JAVA_HOME (JDK 25) and a build of this module with its test classes: mvn -pl sidecar -am package. The AOT cache is
# trained against a throw-away operator and AWS on this machine, over TLS, and is bound to this runtime and these jars.
# Start with: MALLOC_ARENA_MAX=1 <directory>/runtime/bin/java @<directory>/options
set -eu
out=$1
home=${2:-$(mkdir -p "$out" && cd "$out" && pwd)}
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin
export MALLOC_ARENA_MAX=1

mkdir -p "$out/lib"
rm -rf "$out/runtime" "$out/sidecar.aot"
"$java/jlink" ${TARGET_JMODS:+--module-path "$TARGET_JMODS"} --add-modules java.base --strip-java-debug-attributes --no-header-files --no-man-pages --output "$out/runtime"
find "$out/runtime" -name '*.debuginfo' -exec rm {} +
cp -p "$here"/target/rolesanywhere-sidecar-*.jar "$out/lib/sidecar.jar"
cp -p "$here"/../client/target/rolesanywhere-client-*.jar "$out/lib/client.jar"
# Layers of an image keep whole seconds only, and the cache checks the jars' times.
TZ=UTC touch -t 202601010000.00 "$out/lib/sidecar.jar" "$out/lib/client.jar"

# Little inlining: compiling one large method costs 6 MB that malloc keeps. Heap small because little lives in it; the mapped cache unrelocated, so that it stays clean and shared between pods.
vm="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1 -XX:+UseCompactObjectHeaders
-XX:ReservedCodeCacheSize=8m -XX:-UsePerfData -XX:-UseDynamicNumberOfCompilerThreads
-XX:C1MaxInlineSize=10 -XX:C1MaxInlineLevel=3
-Xms4m -Xmx16m -Xmn2m -Xss256k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -Xlog:all=error:stderr"
{
    echo "$vm"
    if [ -z "${TARGET_JMODS:-}" ]; then
        echo "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
        echo "-XX:AOTCache=$home/sidecar.aot"
    fi
    echo "-cp $home/lib/sidecar.jar:$home/lib/client.jar"
    echo "dev.rolesanywhere.sidecar.Main"
} > "$out/options"
[ -z "${TARGET_JMODS:-}" ] || exit 0

work=$(mktemp -d)
fakes=
trap 'test -z "$fakes" || kill "$fakes"; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
mkdir "$work/jdk"
"$java/java" -cp "$here/target/test-classes:$out/lib/client.jar" dev.rolesanywhere.sidecar.fake.Rehearsal "$work/jdk" jdk &
fakes=$!
until test -e "$work/jdk/ready"; do sleep 0.1; done

mkdir "$work/volume"
# shellcheck disable=SC2086 # the options are words
ROLESANYWHERE_ISSUER_URL=$(cat "$work/jdk/url") ROLESANYWHERE_ISSUER_CA=$(cat "$work/jdk/ca.pem") \
    "$out/runtime/bin/java" $vm -XX:AOTCacheOutput="$out/sidecar.aot" \
    -Djavax.net.ssl.trustStore="$work/jdk/truststore.p12" \
    -Drolesanywhere.volume="$work/volume" -Drolesanywhere.issuerToken="$work/jdk/token" \
    -Drolesanywhere.endpointPort=19911 -Drolesanywhere.probePort=19912 -Drolesanywhere.probeAddress=127.0.0.1 \
    -cp "$out/lib/sidecar.jar:$out/lib/client.jar" dev.rolesanywhere.sidecar.Main &
sidecar=$!
tries=0
until curl -sf -o /dev/null http://127.0.0.1:19912/started; do
    tries=$((tries + 1))
    test $tries -lt 300 || { echo "runtime.sh: the sidecar got no credentials in training" >&2; exit 1; }
    sleep 0.2
done
for _ in 1 2 3 4 5; do
    curl -sf -o /dev/null -H "Authorization: $(cat "$work/volume/token")" http://127.0.0.1:19911/v1/credentials
    curl -s -o /dev/null http://127.0.0.1:19911/v1/credentials
    curl -sf -o /dev/null http://127.0.0.1:19912/metrics
done
kill "$sidecar"
wait "$sidecar"
test -s "$out/sidecar.aot" || { echo "runtime.sh: no AOT cache came of the training" >&2; exit 1; }
du -sh "$out"

#!/bin/sh
# Builds what the agent's image holds: a jlinked runtime, the three jars, an AOT cache and the options to start with.
#
#   runtime.sh <output directory> [<directory in the image>]
#
# TARGET_JMODS is for another platform: the folder of the jmods of its JDK. There is no training then, and no cache.
# Needs JAVA_HOME (JDK 25) and a build of all modules with their test classes (make build). The AOT cache is trained with a few pods, an operator and an emulator on
# this machine, and is bound to this runtime and these jars.
# Start with: MALLOC_ARENA_MAX=1 <directory>/runtime/bin/java @<directory>/options
set -eu
out=$1
home=${2:-$(mkdir -p "$out" && cd "$out" && pwd)}
here=$(cd "$(dirname "$0")" && pwd)
java=${JAVA_HOME:?set JAVA_HOME to a JDK 25}/bin
export MALLOC_ARENA_MAX=1

mkdir -p "$out/lib"
rm -rf "$out/runtime" "$out/agent.aot"
"$java/jlink" ${TARGET_JMODS:+--module-path "$TARGET_JMODS"} --add-modules java.base --strip-java-debug-attributes --no-header-files --no-man-pages --output "$out/runtime"
find "$out/runtime" -name '*.debuginfo' -exec rm {} +
cp -p "$here"/target/rolesanywhere-node-*.jar "$out/lib/node.jar"
cp -p "$here"/../sidecar/target/rolesanywhere-sidecar-*.jar "$out/lib/sidecar.jar"
cp -p "$here"/../client/target/rolesanywhere-client-*.jar "$out/lib/client.jar"
# Layers of an image keep whole seconds only, and the cache checks the jars' times.
TZ=UTC touch -t 202601010000.00 "$out"/lib/*.jar

# As the sidecar's. The heap has room for the pods of a node.
vm="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1 -XX:+UseCompactObjectHeaders
-XX:ReservedCodeCacheSize=16m -XX:-UsePerfData -XX:-UseDynamicNumberOfCompilerThreads
-XX:C1MaxInlineSize=10 -XX:C1MaxInlineLevel=3
-Xms8m -Xmx48m -Xmn4m -Xss256k -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -Xlog:all=error:stderr
--enable-native-access=ALL-UNNAMED"
classpath() {
    echo "$1/lib/node.jar:$1/lib/sidecar.jar:$1/lib/client.jar"
}
{
    echo "$vm"
    if [ -z "${TARGET_JMODS:-}" ]; then
        echo "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0"
        echo "-XX:AOTCache=$home/agent.aot"
    fi
    echo "-cp $(classpath "$home")"
    echo "dev.rolesanywhere.node.Main"
} > "$out/options"
[ -z "${TARGET_JMODS:-}" ] || exit 0

modules=$here/..
# shellcheck disable=SC2086 # the options are words
"$java/java" -cp "$here/target/test-classes:$here/target/classes:$modules/sidecar/target/test-classes:$modules/sidecar/target/classes:$modules/client/target/classes:$modules/emulator/target/classes:$modules/pki/target/classes:$modules/crds/target/classes:$modules/demo/target/lib/*" \
    dev.rolesanywhere.node.Crowd 10 100 "$out/runtime/bin/java" $vm -XX:AOTCacheOutput="$out/agent.aot" -cp "$(classpath "$out")" dev.rolesanywhere.node.Main >"$out/training.log" 2>&1 || {
    cat "$out/training.log" >&2
    echo "runtime.sh: the training of the agent failed" >&2
    exit 1
}
test -s "$out/agent.aot" || { echo "runtime.sh: no AOT cache came of the training" >&2; exit 1; }
du -sh "$out"

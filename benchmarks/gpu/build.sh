#!/usr/bin/env bash
# Builds what benchmarks/gpu/run.sh needs on a bare machine with one Hopper GPU, from registry artifacts:
# build.sh boost|sql|check [OUT] (check: sql without
# the GPU's native code). Needs JDK 17, Maven, python3, unzip, xz, binutils; no GPU. What exists is kept.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
kit=${1:?boost, sql or check}
out=$(mkdir -p "${2:-$here/target}" && cd "${2:-$here/target}" && pwd)
repo=$out/m2
arch=${GPU_ARCH:-90}
home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
modules=java.base,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.sql,java.xml
modules+=,java.instrument,jdk.charsets,jdk.crypto.ec,jdk.incubator.foreign,jdk.incubator.vector,jdk.management,jdk.unsupported

maven() { mvn -q -B -Dmaven.repo.local="$repo" "$@"; }

# The two GPU artifacts name parents that some registries lack; only their coordinates matter here.
stub() {
  local pom=$out/stub-$2.xml
  printf '<project><modelVersion>4.0.0</modelVersion><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version><packaging>pom</packaging></project>\n' \
    "$1" "$2" "$3" > "$pom"
  maven org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file -Dfile="$pom" -DpomFile="$pom"
}

get() { maven org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get -Dartifact="$1" -Dtransitive=false; }

# A native library with the code of one GPU generation only and without debugging symbols.
slim() {
  python3 "$here/prune_fatbin.py" "$1" "$2.part" "$arch"
  strip --strip-unneeded "$2.part"
  xz -T0 -6 -c "$2.part" > "$2.xz.part"
  rm "$2.part"
  mv "$2.xz.part" "$2.xz"
}

jre() {
  [[ -f $out/jre.tar.xz ]] && return
  rm -rf "$out/jre"
  "$home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --output "$out/jre"
  find "$out/jre" -name '*.so' -exec strip --strip-unneeded {} +
  tar -C "$out" -c jre | xz -T0 -9e > "$out/jre.tar.xz.part"
  mv "$out/jre.tar.xz.part" "$out/jre.tar.xz"
}

boost() {
  mkdir -p "$out/boost"
  local jar=$repo/ml/dmlc/xgboost4j-spark-gpu_2.12/3.4.0/xgboost4j-spark-gpu_2.12-3.4.0.jar
  if [[ ! -f $jar ]]; then
    stub ml.dmlc xgboost-jvm_2.12 3.4.0
    get ml.dmlc:xgboost4j-spark-gpu_2.12:3.4.0
    get com.esotericsoftware:kryo:4.0.2
    get commons-logging:commons-logging:1.2
  fi
  rm -rf "$out/boost/classes"
  unzip -q "$jar" 'ml/dmlc/xgboost4j/java/*' 'ml/dmlc/xgboost4j/LabeledPoint*' -d "$out/boost/classes"
  cp "$repo"/com/esotericsoftware/kryo/4.0.2/kryo-4.0.2.jar "$repo"/commons-logging/commons-logging/1.2/commons-logging-1.2.jar "$out/boost"
  if [[ ! -f $out/boost/libxgboost4j.so.xz ]]; then
    unzip -q -o -j "$jar" lib/linux/x86_64/libxgboost4j.so -d "$out"
    slim "$out/libxgboost4j.so" "$out/boost/libxgboost4j.so"
    rm "$out/libxgboost4j.so"
  fi
  "$home/bin/javac" --add-modules jdk.incubator.foreign -d "$out/boost/classes" -cp "$out/boost/classes:$out/boost/*" \
    "$here"/src/org/tidemark/bench/gpu/{Auc,BoostBench,Meter,Signal,Trees}.java
  cp "$out/jre.tar.xz" "$here/run.sh" "$out/boost"
}

sql() {
  check
  local rapids=$repo/com/nvidia/rapids-4-spark_2.13/26.08.1/rapids-4-spark_2.13-26.08.1-cuda13.jar
  if [[ ! -f $out/sql/libcudf.so.xz ]]; then
    unzip -q -o -j "$rapids" 'amd64/Linux/*' -d "$out/native"
    slim "$out/native/libcudf.so" "$out/sql/libcudf.so"
    rm "$out/native/libcudf.so"
    tar -C "$out/native" -c . | xz -T0 -6 > "$out/sql/native.tar.xz"
    rm -r "$out/native"
  fi
}

# Enough to ask what a GPU would run, and to rehearse the SQL benchmark on the CPU.
check() {
  mkdir -p "$out/sql"
  local rapids=$repo/com/nvidia/rapids-4-spark_2.13/26.08.1/rapids-4-spark_2.13-26.08.1-cuda13.jar
  if [[ ! -f $rapids ]]; then
    stub com.nvidia rapids-4-spark-parent_2.13 26.08.1
    get com.nvidia:rapids-4-spark_2.13:26.08.1:jar:cuda13
  fi
  if [[ ! -f $out/sql/rapids.jar ]]; then
    python3 "$here/single_shim_jar.py" "$rapids" "$out/rapids.jar.part" spark411 0
    mv "$out/rapids.jar.part" "$out/sql/rapids.jar"
  fi
  local jars=$root/dist/spark/jars
  [[ -d $jars ]] || { echo "no $jars: ./mvnw package -DskipTests makes it" >&2; exit 1; }
  rm -rf "$out/sql/jars" "$out/sql/classes"
  mkdir -p "$out/sql/jars" "$out/sql/classes"
  # What plain SQL on Parquet never loads stays behind, and so does log4j-core, which needs java.desktop.
  find -L "$jars" -name '*.jar' ! -name 'rocksdbjni*' ! -name 'breeze*' ! -name 'spire*' ! -name 'cats-*' ! -name 'algebra*' \
    ! -name 'spark-mllib_*' ! -name 'JTransforms*' ! -name 'lapack*' ! -name 'arpack*' ! -name 'leveldbjni*' ! -name 'log4j-core*' ! -name 'log4j-slf4j2*' ! -name 'log4j-layout*' \
    ! -name 'netty-*-linux-*' ! -name 'netty-*-osx-*' ! -name 'netty-*-windows-*' -exec cp {} "$out/sql/jars" \;
  # The drift job's own counting comes from the repository's sources, not from a copy.
  "$home/bin/javac" -implicit:class -proc:none -d "$out/sql/classes" -cp "$out/sql/rapids.jar:$out/sql/jars/*" \
    -sourcepath "$root/jobs/src/main/java:$root/models/src/main/java" \
    "$here"/src/org/tidemark/bench/gpu/{Audit,Meter,Queries,SqlBench}.java
  cp "$out/jre.tar.xz" "$here/run.sh" "$out/sql"
}

jre
case $kit in
  boost | sql | check) "$kit" ;;
  *) echo "unknown kit $kit: boost, sql or check" >&2; exit 2 ;;
esac

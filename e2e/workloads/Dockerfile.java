ARG BASE
FROM ${BASE}
COPY runtime /opt/java
COPY app /app
USER 65532:65532
ENTRYPOINT ["/opt/java/bin/java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx96m", "-cp", "/app/*", "dev.rolesanywhere.e2e.workload.WhoAmI"]

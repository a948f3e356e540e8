{{- define "ra.chartName" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{/* The <name> of docs/architecture.md, short enough for the suffixes of Services. */}}
{{- define "ra.name" -}}
{{- $name := include "ra.chartName" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* Selector labels: immutable, so no version in them. Takes (dict "root" $ "part" "operator"). */}}
{{- define "ra.selector" -}}
app.kubernetes.io/name: {{ include "ra.chartName" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "ra.labels" -}}
{{- $own := dict
  "app.kubernetes.io/name" (include "ra.chartName" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/version" .root.Chart.AppVersion
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/part-of" "roles-anywhere-operator"
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_") -}}
{{- if .part }}{{ $_ := set $own "app.kubernetes.io/component" .part }}{{ end -}}
{{- merge $own (.labels | default dict) .root.Values.commonLabels | toYaml -}}
{{- end }}

{{/* name, labels and annotations of an object. Takes (dict "root" $ "part" "operator" "name" "…" "annotations" (dict) "cluster" true), and "namespace" where it is not the release's. */}}
{{- define "ra.metadata" -}}
metadata:
  name: {{ .name }}
  {{- if not .cluster }}
  namespace: {{ .namespace | default .root.Release.Namespace }}
  {{- end }}
  labels:
    {{- include "ra.labels" . | nindent 4 }}
  {{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Takes (dict "root" $ "image" .Values.operator.image). */}}
{{- define "ra.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry | default .root.Values.image.registry -}}
{{- $tag := .image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .image.repository }}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ $tag }}{{ end }}
{{- end }}

{{- define "ra.pullPolicy" -}}
{{- .image.pullPolicy | default .root.Values.image.pullPolicy -}}
{{- end }}

{{/* Of both Deployments' pods, as a list. */}}
{{- define "ra.pullSecrets" -}}
{{- $secrets := .Values.imagePullSecrets -}}
{{- range .Values.global.imagePullSecrets }}{{ $secrets = append $secrets (kindIs "string" . | ternary (dict "name" .) .) }}{{ end -}}
{{- uniq $secrets | toJson -}}
{{- end }}

{{/* The name of a part's ServiceAccount. Takes (dict "part" "operator" "values" .Values.operator "name" "…"). */}}
{{- define "ra.account" -}}
{{- $account := .values.serviceAccount -}}
{{- if not (or $account.create $account.name) -}}
{{- fail (printf "%s.serviceAccount.create is false: name the ServiceAccount in %s.serviceAccount.name" .part .part) -}}
{{- end -}}
{{- $account.name | default .name -}}
{{- end }}

{{/* How a Deployment replaces its pods. On the nodes' network an old pod holds the port that a new one on its node needs. */}}
{{- define "ra.strategy" -}}
{{- if .values.strategy -}}
{{- toYaml .values.strategy -}}
{{- else -}}
rollingUpdate:
  maxUnavailable: {{ if .values.hostNetwork }}1{{ else }}0{{ end }}
  maxSurge: {{ if .values.hostNetwork }}0{{ else }}1{{ end }}
{{- end -}}
{{- end }}

{{/* QUARKUS_LOG_… of a part. DEBUG is for our own classes and the operator SDK: what other libraries say there may quote requests. */}}
{{- define "ra.logEnv" -}}
{{- if eq .values.log.level "DEBUG" }}
- name: QUARKUS_LOG_CATEGORY__DEV_ROLESANYWHERE__LEVEL
  value: DEBUG
{{- if eq .part "operator" }}
- name: QUARKUS_LOG_CATEGORY__IO_JAVAOPERATORSDK__LEVEL
  value: DEBUG
{{- end }}
{{- else if ne .values.log.level "INFO" }}
- name: QUARKUS_LOG_LEVEL
  value: {{ .values.log.level }}
{{- end }}
{{- if ne .values.log.format "JSON" }}
- name: QUARKUS_LOG_CONSOLE_JSON_ENABLED
  value: "false"
{{- end }}
{{- end }}

{{- define "ra.excludedNamespaces" -}}
{{- $namespaces := append .Values.excludedNamespaces .Release.Namespace -}}
{{- if .Values.nodeAgent.enabled }}{{ $namespaces = append $namespaces (include "ra.nodeAgent" . | fromYaml).namespace }}{{ end -}}
{{- $namespaces | uniq | toJson -}}
{{- end }}

{{/* Of the agents of nodes: part, name, namespace and ServiceAccount, as YAML. */}}
{{- define "ra.nodeAgent" -}}
{{- $name := printf "%s-node-agent" (include "ra.name" .) -}}
{{- dict
  "part" "node-agent"
  "name" $name
  "namespace" (.Values.nodeAgent.namespace | default $name)
  "account" (include "ra.account" (dict "part" "nodeAgent" "values" .Values.nodeAgent "name" $name))
  | toYaml -}}
{{- end }}

{{/* For the guards, which apply regardless of a namespace's labels. */}}
{{- define "ra.outsideExcludedNamespaces" -}}
namespaceSelector:
  matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: NotIn
    values: {{ include "ra.excludedNamespaces" . }}
{{- end }}

{{/* The end of a guard's sentence about a missing sidecar, within a CEL text. */}}
{{- define "ra.unanswered" -}}
the webhook {{ include "ra.name" . }}-webhook did not answer
{{- with .Values.injection.namespaceSelector }}, or was not called, because the namespace does not match the chart value injection.namespaceSelector, {{ toJson . }}{{ end -}}
.
{{- end }}

{{/* What both Deployments' pods have in common, before `containers`. Takes (dict "root" $ "part" "operator" "values" .Values.operator). */}}
{{- define "ra.pod" -}}
serviceAccountName: {{ include "ra.account" . }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- if .values.hostNetwork }}
hostNetwork: true
{{- end }}
{{- with .values.dnsPolicy | default (.values.hostNetwork | default false | ternary "ClusterFirstWithHostNet" "") }}
dnsPolicy: {{ . }}
{{- end }}
{{- with include "ra.pullSecrets" .root | fromJsonArray }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
topologySpreadConstraints:
{{- if .values.topologySpreadConstraints }}
  {{- toYaml .values.topologySpreadConstraints | nindent 2 }}
{{- else }}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    whenUnsatisfiable: ScheduleAnyway
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "ra.selector" $ | nindent 8 }}
{{- end }}
{{- end }}
{{- end }}

{{/* What both Deployments' containers have in common. */}}
{{- define "ra.container" -}}
image: {{ include "ra.image" (dict "root" .root "image" .values.image) | quote }}
imagePullPolicy: {{ include "ra.pullPolicy" (dict "root" .root "image" .values.image) }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
ports:
- name: https
  containerPort: {{ .values.port | default 8443 }}
- name: management
  containerPort: {{ .values.managementPort | default 8080 }}
# A failed probe is an Event of type Warning. This program ends when the process is ready, so a slow start is not a failure.
startupProbe:
  exec:
    command: [/opt/java/bin/java, "@/app/startup-probe.args"]
  periodSeconds: 2
  timeoutSeconds: 60
  failureThreshold: 30
{{- /* Checks only that the process answers. A busy process answers late, and a restart would make it busier. */}}
livenessProbe:
  httpGet:
    path: /q/health/live
    port: management
  periodSeconds: 20
  timeoutSeconds: 20
  failureThreshold: 6
readinessProbe:
  httpGet:
    path: /q/health/ready
    port: management
  periodSeconds: 5
  timeoutSeconds: 3
resources:
  {{- include "ra.memoryCheck" . }}
  {{- toYaml .values.resources | nindent 2 }}
{{- end }}

{{/* The limit must cover the heap and all other memory: docs/operations.md has the sum. Below these limits the kernel may kill the process. */}}
{{- define "ra.memoryCheck" -}}
{{- $smallest := get (dict "operator" 512 "webhook" 384) .part -}}
{{- $limit := dig "limits" "memory" "" .values.resources | toString -}}
{{- $factors := dict "" 1.0 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 -}}
{{- $unit := regexFind "[A-Za-z]*$" $limit -}}
{{- if and $limit (hasKey $factors $unit) -}}
{{- $bytes := mulf (regexFind "^[0-9.]+" $limit | float64) (get $factors $unit) -}}
{{- if lt $bytes (mulf $smallest 1048576.0) -}}
{{- fail (printf "%s.resources.limits.memory is %s: write at least %dMi" .part $limit (int $smallest)) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The address of a reason's page at the end of a message, where the docs are published: "ra.page" (list $ REASON). */}}
{{- define "ra.page" -}}
{{- with (index . 0).Values.docs.baseURL }} See {{ . }}troubleshooting/#{{ lower (index $ 1) }}{{ end }}
{{- end }}

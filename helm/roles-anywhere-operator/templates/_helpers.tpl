{{- define "ra.chartName" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 50 | trimSuffix "-" -}}
{{- end }}

{{/* The <name> of docs/architecture.md. Short enough for the suffixes of Services. */}}
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
{{- merge $own .root.Values.commonLabels | toYaml -}}
{{- end }}

{{/* name, labels and annotations of an object. Takes (dict "root" $ "part" "operator" "name" "…" "annotations" (dict) "cluster" true). */}}
{{- define "ra.metadata" -}}
metadata:
  name: {{ .name }}
  {{- if not .cluster }}
  namespace: {{ .root.Release.Namespace }}
  {{- end }}
  labels:
    {{- include "ra.labels" . | nindent 4 }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}

{{/* Takes (dict "root" $ "image" .Values.operator.image). */}}
{{- define "ra.image" -}}
{{- $registry := .image.registry | default .root.Values.image.registry -}}
{{- $tag := .image.tag | default .root.Values.image.tag | default .root.Chart.AppVersion -}}
{{- with $registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .image.repository }}:{{ $tag }}
{{- end }}

{{- define "ra.pullPolicy" -}}
{{- .image.pullPolicy | default .root.Values.image.pullPolicy -}}
{{- end }}

{{- define "ra.excludedNamespaces" -}}
{{- append .Values.excludedNamespaces .Release.Namespace | uniq | toJson -}}
{{- end }}

{{- define "ra.outsideExcludedNamespaces" -}}
namespaceSelector:
  matchExpressions:
  - key: kubernetes.io/metadata.name
    operator: NotIn
    values: {{ include "ra.excludedNamespaces" . }}
{{- end }}

{{/* What both Deployments' pods have in common, before `containers`. Takes (dict "root" $ "part" "operator" "values" .Values.operator). */}}
{{- define "ra.pod" -}}
serviceAccountName: {{ .account }}
securityContext:
  runAsNonRoot: true
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.imagePullSecrets }}
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
  containerPort: 8443
- name: management
  containerPort: 8080
startupProbe:
  httpGet:
    path: /q/health/live
    port: management
  periodSeconds: 2
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /q/health/live
    port: management
  periodSeconds: 10
  timeoutSeconds: 3
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

{{/* The sum of heap and everything else must fit: docs/operations.md has it. Below these limits the kernel may kill the process. */}}
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

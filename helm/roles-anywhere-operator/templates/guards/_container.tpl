{{/*
CEL: whether a container of ours has the chart's image, also of a mirror. Takes (dict "root" $ "image" .Values.sidecar.image "of" "variables.sidecar").
*/}}
{{- define "ra.isImage" -}}
{{- $image := base (include "ra.image" .) -}}
{{- $repository := regexFind "^[^:@]+" $image -}}
{{- $digest := regexFind "@.*$" $image -}}
{{- $tag := $image | trimSuffix $digest | trimPrefix $repository -}}
has({{ .of }}.image) && {{ .of }}.image.matches(r'(^|/){{ regexQuoteMeta $repository }}
{{- if $digest }}(:[^/@]+)?{{ $digest }}{{ else }}{{ regexQuoteMeta $tag }}(@sha256:[0-9a-f]{64})?{{ end }}$')
{{- end }}

{{/* CEL: whether a container of ours is as confined as the webhook writes it. Takes the container's name in CEL. */}}
{{- define "ra.isConfined" -}}
{{ . }}.?securityContext.runAsNonRoot.orValue(false)
&& {{ . }}.?securityContext.readOnlyRootFilesystem.orValue(false)
&& !{{ . }}.?securityContext.allowPrivilegeEscalation.orValue(true)
&& !{{ . }}.?securityContext.privileged.orValue(false)
&& {{ . }}.?securityContext.runAsUser.orValue(1) > 0
&& {{ . }}.?securityContext.capabilities.add.orValue([]).size() == 0
&& {{ . }}.?securityContext.capabilities.drop.orValue([]).exists(c, c == 'ALL')
&& {{ . }}.?securityContext.seccompProfile.type.orValue('') == 'RuntimeDefault'
{{- end }}

{{/* CEL: whether a variable brings other code into a container of ours. The variable is e. */}}
{{- define "ra.bringsCode" -}}
e.name.matches('(?i)^(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|JDK_AOT_VM_OPTIONS|CLASSPATH|LD_.*|GLIBC_TUNABLES|MALLOC_.*)$')
{{- end }}

{{/* CEL: whether a mount covers the program of a container of ours. The mount is m. */}}
{{- define "ra.coversProgram" -}}
m.mountPath.matches('^/+($|(opt|usr)/*$|(app|opt/java|bin|lib|lib64|usr/lib|usr/lib64)(/|$))')
{{- end }}

{{/* CEL: whether the pod has the token by which the agent of its node knows it. */}}
{{- define "ra.agentToken" -}}
has(object.spec.volumes) && object.spec.volumes.exists(v, v.name == 'rolesanywhere-dev-node-token' && has(v.projected) && has(v.projected.sources) && v.projected.sources.exists(s, has(s.serviceAccountToken) && has(s.serviceAccountToken.audience) && s.serviceAccountToken.audience == 'rolesanywhere.dev/node'))
{{- end }}

{{/* variables: whether the pod has our sidecar or the token of its node's agent, and whether it needs neither. */}}
{{- define "ra.servedVariables" -}}
# A mirror pod, or a pod that opted out.
- name: isExempt
  expression: "has(object.metadata.annotations) && ('kubernetes.io/config.mirror' in object.metadata.annotations || 'rolesanywhere.dev/inject' in object.metadata.annotations && object.metadata.annotations['rolesanywhere.dev/inject'] == 'false')"
- name: hasSidecar
  expression: "has(object.spec.initContainers) && object.spec.initContainers.exists(c, c.name == 'aws-credentials' && has(c.restartPolicy) && c.restartPolicy == 'Always')"
- name: hasAgentToken
  expression: "{{ if .Values.nodeAgent.enabled }}{{ include "ra.agentToken" . }}{{ else }}false{{ end }}"
{{- end }}

{{/* variables: what the webhook wrote and another webhook removed, unless the pod is a copy created while the webhook was unavailable. */}}
{{- define "ra.unservedVariables" -}}
- name: ordinary
  expression: "has(object.spec.initContainers) && object.spec.initContainers.exists(c, c.name == 'aws-credentials')"
- name: injected
  expression: "has(object.metadata.annotations) && 'rolesanywhere.dev/injected' in object.metadata.annotations"
- name: byAgent
  expression: "{{ if .Values.nodeAgent.enabled }}has(object.metadata.annotations) && 'rolesanywhere.dev/node-agent' in object.metadata.annotations{{ else }}false{{ end }}"
{{- end }}

{{/* Part of a messageExpression: what is missing. It is a term. */}}
{{- define "ra.unservedPart" -}}
(variables.byAgent ? 'the token by which the agent of its node gives it AWS credentials' : 'the sidecar that brings its AWS credentials')
{{- end }}

{{/* Part of a messageExpression: why that is missing, and what to do. It begins a term and ends one. */}}
{{- define "ra.unservedCause" -}}
(variables.byAgent ? 'another admission webhook changed or removed volume rolesanywhere-dev-node-token, or the pod is a copy and the webhook did not answer. Configure that webhook'
+ ' to ignore the volume, or set reinvocationPolicy: Never in its configuration, so that the change is reverted.'
: variables.ordinary ? 'another admission webhook removed restartPolicy: Always from init container aws-credentials. Configure that webhook to ignore aws-credentials,'
+ ' or set reinvocationPolicy: Never in its configuration, so that the change is reverted.'
: variables.injected ? 'another admission webhook removed init container aws-credentials. Configure that webhook to ignore aws-credentials, or set reinvocationPolicy: Never in its'
+ ' configuration, so that the change is reverted.'
: '{{ include "ra.unanswered" . }} A controller retries automatically; create a pod without a controller again later.')
{{- end }}

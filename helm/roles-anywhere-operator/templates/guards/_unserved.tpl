{{/* matchConditions: the pods that came through admission without our sidecar and did not opt out. */}}
{{- define "ra.unserved" -}}
- name: not-a-mirror-pod
  expression: "!has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)"
- name: not-opted-out
  expression: "!has(object.metadata.annotations) || !('rolesanywhere.dev/inject' in object.metadata.annotations) || object.metadata.annotations['rolesanywhere.dev/inject'] != 'false'"
- name: without-our-sidecar
  expression: "!has(object.spec.initContainers) || !object.spec.initContainers.exists(c, c.name == 'aws-credentials' && has(c.restartPolicy) && c.restartPolicy == 'Always')"
{{- end }}

{{/* variables: what the webhook wrote and another one took away, if the pod is not a copy that comes while the webhook is away. */}}
{{- define "ra.unservedVariables" -}}
- name: ordinary
  expression: "has(object.spec.initContainers) && object.spec.initContainers.exists(c, c.name == 'aws-credentials')"
- name: injected
  expression: "has(object.metadata.annotations) && 'rolesanywhere.dev/injected' in object.metadata.annotations"
{{- end }}

{{/* Part of a messageExpression: why the sidecar is missing, and what to do. It begins a term and ends one. */}}
{{- define "ra.unservedCause" -}}
(variables.ordinary ? 'another admission webhook took restartPolicy: Always from init container aws-credentials. Let that webhook leave aws-credentials alone,'
+ ' or write reinvocationPolicy: Never into its configuration: then this change is put back.'
: variables.injected ? 'another admission webhook removed init container aws-credentials. Let that webhook leave it alone, or write reinvocationPolicy: Never into its'
+ ' configuration: then this change is put back.'
: '{{ include "ra.unanswered" . }} A controller tries again until it does; create a bare pod again later.')
{{- end }}

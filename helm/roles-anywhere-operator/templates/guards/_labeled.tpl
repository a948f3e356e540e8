{{/*
The pods that a guard matches, and its parameters. The API server evaluates a guard with bindings as parameters once for each binding of the namespace, which
costs milliseconds for each pod. So pods with the webhook's label have guards without parameters: the guard checks such a pod whether a binding names its ServiceAccount or not.
The argument says whether the pods have the label.
*/}}
{{- define "ra.guardedBy" -}}
{{- if not . -}}
paramKind:
  apiVersion: rolesanywhere.dev/v1alpha1
  kind: AWSRoleBinding
{{ end -}}
{{ include "ra.createdPods" . }}
{{- end }}

{{/* The new pods with the webhook's label, or those without it. The argument says whether they have the label. */}}
{{- define "ra.createdPods" -}}
matchConstraints:
  objectSelector:
    matchExpressions:
    - {key: rolesanywhere.dev/injected, operator: {{ ternary "Exists" "DoesNotExist" . }}}
  resourceRules:
  - apiGroups: [""]
    apiVersions: [v1]
    operations: [CREATE]
    resources: [pods]
    scope: Namespaced
{{- end }}

{{/* CEL: the name of the pod's ServiceAccount. */}}
{{- define "ra.serviceAccount" -}}
has(object.spec.serviceAccountName) && object.spec.serviceAccountName != '' ? object.spec.serviceAccountName : 'default'
{{- end }}

{{/* Part of the policy's binding: every AWSRoleBinding of the pod's own namespace, or none. */}}
{{- define "ra.parameters" -}}
{{- if not . -}}
paramRef:
  selector: {}
  parameterNotFoundAction: Allow
{{- end }}
{{- end }}

{{/* matchConditions: the parameter names the pod's ServiceAccount. It is a match condition, so that the API server evaluates the rest only for bindings of this ServiceAccount. */}}
{{- define "ra.bound" -}}
{{- if not . -}}
matchConditions:
# A dry run gives no credentials, so none can be missing.
- name: bound
  expression: "!params.spec.?dryRun.orValue(false) && params.spec.subjects.exists(s, s.name == ({{ include "ra.serviceAccount" . }}))"
{{- end }}
{{- end }}

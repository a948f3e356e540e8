{{/*
Which pods a guard matches, and with which parameters. The API server evaluates a guard with bindings as parameters once for each binding of the namespace, which
costs milliseconds for each pod. So pods with the webhook's label have guards without parameters: such a pod has to be right whether its ServiceAccount is bound or not.
The dot is whether the pods have the label.
*/}}
{{- define "ra.guardedBy" -}}
{{- if not . -}}
paramKind:
  apiVersion: rolesanywhere.dev/v1alpha1
  kind: AWSRoleBinding
{{ end -}}
matchConstraints:
  objectSelector:
    matchExpressions:
    - {key: rolesanywhere.dev/injected, operator: {{ ternary "Exists" "DoesNotExist" . }}}
{{- end }}

{{/* Part of the policy's binding: every AWSRoleBinding of the pod's own namespace, or none. */}}
{{- define "ra.parameters" -}}
{{- if not . -}}
paramRef:
  selector: {}
  parameterNotFoundAction: Allow
{{- end }}
{{- end }}

{{/* CEL: whether no AWSRoleBinding that is in force names the pod's ServiceAccount, for a guard with parameters. It ends with an operator. */}}
{{- define "ra.unbound" -}}
{{- if not . }}params.spec.?dryRun.orValue(false) || !params.spec.subjects.exists(s, s.name == variables.serviceAccount) || {{ end }}
{{- end }}

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

{{/* Part of matchConditions: the parameter names the pod's ServiceAccount. As a condition it spares the API server the rest for all other bindings. */}}
{{- define "ra.bound" -}}
{{- if not . -}}
# A dry run gives no credentials, so none can be missing.
- name: bound
  expression: "!params.spec.?dryRun.orValue(false) && params.spec.subjects.exists(s, s.name == (has(object.spec.serviceAccountName) && object.spec.serviceAccountName != '' ? object.spec.serviceAccountName : 'default'))"
{{- end }}
{{- end }}

{{/* matchConditions: the pods that came through admission without our sidecar and did not opt out. */}}
{{- define "ra.unserved" -}}
- name: not-a-mirror-pod
  expression: "!has(object.metadata.annotations) || !('kubernetes.io/config.mirror' in object.metadata.annotations)"
- name: not-opted-out
  expression: "!has(object.metadata.annotations) || !('rolesanywhere.dev/inject' in object.metadata.annotations) || object.metadata.annotations['rolesanywhere.dev/inject'] != 'false'"
- name: without-our-sidecar
  expression: "!has(object.spec.initContainers) || !object.spec.initContainers.exists(c, c.name == 'aws-credentials' && has(c.restartPolicy) && c.restartPolicy == 'Always')"
{{- end }}

{{/*
variables of the pod guard: how the sidecar differs from the one that the webhook writes. The API server calls each webhook at most twice, so another webhook may
change the sidecar after the last call of our webhook. Our webhook handles all earlier changes, by the table in docs/architecture.md.
*/}}
{{- define "ra.sidecarVariables" -}}
- name: sidecar
  expression: "object.spec.initContainers.filter(c, c.name == 'aws-credentials')[0]"
- name: image
  expression: >-
    {{ include "ra.isImage" (dict "root" $ "image" $.Values.sidecar.image "of" "variables.sidecar") }}
- name: securityContext
  expression: >-
    {{- include "ra.isConfined" "variables.sidecar" | nindent 4 }}
- name: env
  expression: >-
    has(variables.sidecar.env)
    && variables.sidecar.env.filter(e, e.name == 'ROLESANYWHERE_ISSUER_URL').map(e, has(e.value) ? e.value : '') == ['https://{{ include "ra.name" $ }}-issuer.{{ $.Release.Namespace }}.svc']
    && variables.sidecar.env.exists_one(e, e.name == 'ROLESANYWHERE_ISSUER_CA')
    && !variables.sidecar.env.exists(e, {{ include "ra.bringsCode" $ }})
- name: volumeMounts
  expression: >-
    has(variables.sidecar.volumeMounts)
    && variables.sidecar.volumeMounts.exists_one(m, m.mountPath == '/var/run/rolesanywhere.dev/credentials' && m.name == 'rolesanywhere-dev-credentials' && !(has(m.readOnly) && m.readOnly))
    && variables.sidecar.volumeMounts.exists_one(m, m.mountPath == '/var/run/rolesanywhere.dev/token' && m.name == 'rolesanywhere-dev-token')
    && !variables.sidecar.volumeMounts.exists(m, {{ include "ra.coversProgram" $ }})
- name: volumes
  expression: >-
    has(object.spec.volumes)
    && object.spec.volumes.exists(v, v.name == 'rolesanywhere-dev-credentials' && has(v.emptyDir) && has(v.emptyDir.medium) && v.emptyDir.medium == 'Memory')
    && object.spec.volumes.exists(v, v.name == 'rolesanywhere-dev-token' && has(v.projected) && has(v.projected.sources)
    && v.projected.sources.exists(s, has(s.serviceAccountToken) && has(s.serviceAccountToken.audience) && s.serviceAccountToken.audience == 'rolesanywhere.dev'))
# Containers that need a token but lack the volume.
- name: unmounted
  expression: >-
    object.spec.containers.filter(c, has(c.env)
    && c.env.exists(e, e.name == 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE' && has(e.value) && e.value.startsWith('/var/run/rolesanywhere.dev/credentials/'))
    && !(has(c.volumeMounts) && c.volumeMounts.exists(m, m.name == 'rolesanywhere-dev-credentials'))).map(c, c.name)
- name: sidecarChanges
  expression: >-
    variables.isUnchecked || !variables.hasSidecar ? [] :
    (has(variables.sidecar.command) || has(variables.sidecar.args) ? ['command or args'] : [])
    + (has(variables.sidecar.lifecycle) ? ['lifecycle'] : [])
    + (has(variables.sidecar.startupProbe) && !has(variables.sidecar.startupProbe.exec) ? [] : ['startupProbe'])
    + (variables.image ? [] : ['image'])
    + (variables.securityContext ? [] : ['securityContext'])
    + (variables.env ? [] : ['env'])
    + (variables.volumeMounts ? [] : ['volumeMounts'])
    + (variables.volumes ? [] : ['the volumes'])
    + variables.unmounted.map(name, 'the volumeMounts of container ' + name)
{{- end }}

{{/* One of the pod guard's validations. */}}
{{- define "ra.sidecarValidation" -}}
- expression: "variables.sidecarChanges.size() == 0"
  reason: Forbidden
  messageExpression: >-
    'container aws-credentials with the AWS credentials of ServiceAccount ' + variables.serviceAccount
    + ' differs from the container that the webhook {{ include "ra.name" $ }}-webhook injects: another admission webhook changed ' + variables.sidecarChanges.join(', ')
    + ' afterwards, or the pod is a copy and the webhook did not answer. Configure the other webhook to ignore aws-credentials, or set reinvocationPolicy: Never in its'
    + ' configuration, so that the change is reverted. To start without AWS credentials, annotate the pod with rolesanywhere.dev/inject: "false".{{ include "ra.page" (list $ "SidecarChanged") }}'
{{- end }}

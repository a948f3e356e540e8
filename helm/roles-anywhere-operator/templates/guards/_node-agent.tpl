{{/*
variables of the pod guard: how a pod that the node agent serves differs from the one that the webhook writes. The pod must have the token, the variables and, if it
waits, the init container from the webhook. The webhook writes the names of the containers with the token into an annotation. The annotation distinguishes a pod
that does not wait from a pod that lost the init container.
*/}}
{{- define "ra.agentVariables" -}}
{{- $url := printf (contains ":" $.Values.nodeAgent.address | ternary "http://[%s]:%v" "http://%s:%v") $.Values.nodeAgent.address $.Values.nodeAgent.port }}
# Names of the containers that got the token.
- name: holders
  expression: "variables.byAgent ? object.metadata.annotations['rolesanywhere.dev/node-agent'].split(',').filter(name, name != '') : []"
- name: volume
  expression: "object.spec.volumes.filter(v, v.name == 'rolesanywhere-dev-node-token')[0]"
- name: waiting
  expression: "has(object.spec.initContainers) ? object.spec.initContainers.filter(c, c.name == 'aws-credentials-wait') : []"
- name: mounted
  expression: >-
    object.spec.containers.filter(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name == 'rolesanywhere-dev-node-token' && m.mountPath == '/var/run/rolesanywhere.dev/node')).map(c, c.name)
    + (has(object.spec.initContainers) ? object.spec.initContainers.filter(c, has(c.volumeMounts) && c.volumeMounts.exists(m, m.name == 'rolesanywhere-dev-node-token' && m.mountPath == '/var/run/rolesanywhere.dev/node')).map(c, c.name) : [])
# Containers with an endpoint for their requests: the agent, or the endpoint from their author.
- name: led
  expression: >-
    object.spec.containers.filter(c, has(c.env) && c.env.exists(e, e.name in ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'])).map(c, c.name)
    + (has(object.spec.initContainers) ? object.spec.initContainers.filter(c, has(c.env) && c.env.exists(e, e.name in ['AWS_CONTAINER_CREDENTIALS_FULL_URI', 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', 'AWS_CONTAINER_AUTHORIZATION_TOKEN'])).map(c, c.name) : [])
# Containers that have the token and would send it elsewhere, such as to the endpoint of a missing sidecar.
- name: misled
  expression: >-
    object.spec.containers.filter(c, has(c.env) && c.env.exists(e, e.name == 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE' && has(e.value) && e.value.startsWith('/var/run/rolesanywhere.dev/node/'))
    && !c.env.exists(e, e.name == 'AWS_CONTAINER_CREDENTIALS_FULL_URI' && has(e.value) && e.value.startsWith('{{ $url }}/v1/credentials'))).map(c, c.name)
    + (has(object.spec.initContainers) ? object.spec.initContainers.filter(c, has(c.env) && c.env.exists(e, e.name == 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE' && has(e.value) && e.value.startsWith('/var/run/rolesanywhere.dev/node/'))
    && !c.env.exists(e, e.name == 'AWS_CONTAINER_CREDENTIALS_FULL_URI' && has(e.value) && e.value.startsWith('{{ $url }}/v1/credentials'))).map(c, c.name) : [])
- name: waitImage
  expression: >-
    variables.waiting.all(w, {{ include "ra.isImage" (dict "root" $ "image" $.Values.nodeAgent.image "of" "w") }})
- name: waitSecurityContext
  expression: >-
    variables.waiting.all(w, {{ include "ra.isConfined" "w" | nindent 4 | trim }})
- name: waitEnv
  expression: >-
    variables.waiting.all(w, has(w.env) && w.env.filter(e, e.name == 'ROLESANYWHERE_NODE_AGENT_URL').map(e, has(e.value) ? e.value : '') == ['{{ $url }}']
    && !w.env.exists(e, {{ include "ra.bringsCode" $ }}))
- name: waitVolumeMounts
  expression: >-
    variables.waiting.all(w, has(w.volumeMounts) && w.volumeMounts.exists_one(m, m.mountPath == '/var/run/rolesanywhere.dev/node' && m.name == 'rolesanywhere-dev-node-token')
    && !w.volumeMounts.exists(m, {{ include "ra.coversProgram" $ }}))
- name: agentChanges
  expression: >-
    variables.isUnchecked || !variables.hasAgentToken ? [] :
    (variables.byAgent ? [] : ['annotation rolesanywhere.dev/node-agent'])
    + (has(variables.volume.projected) && variables.volume.projected.sources.all(s, has(s.serviceAccountToken) && s.serviceAccountToken.path == 'token') ? [] : ['volume rolesanywhere-dev-node-token'])
    + (has(object.spec.initContainers) && object.spec.initContainers.exists(c, c.name == 'aws-credentials') ? ['init container aws-credentials, which belongs to a pod with a sidecar'] : [])
    + ('aws-credentials-wait' in variables.holders && variables.waiting.size() == 0 ? ['init container aws-credentials-wait, which is missing'] : [])
    + (variables.waiting.all(w, !has(w.command) && has(w.args) && w.args == ['wait']) ? [] : ['command or args of aws-credentials-wait'])
    + (variables.waiting.all(w, !has(w.restartPolicy) && !has(w.lifecycle)) ? [] : ['restartPolicy or lifecycle of aws-credentials-wait'])
    + (variables.waitImage ? [] : ['image of aws-credentials-wait'])
    + (variables.waitSecurityContext ? [] : ['securityContext of aws-credentials-wait'])
    + (variables.waitEnv ? [] : ['env of aws-credentials-wait'])
    + (variables.waitVolumeMounts ? [] : ['volumeMounts of aws-credentials-wait'])
    + variables.holders.filter(name, name != 'aws-credentials-wait' && !(name in variables.mounted)).map(name, 'volumeMounts of container ' + name)
    + variables.holders.filter(name, name != 'aws-credentials-wait' && !(name in variables.led)).map(name, 'env of container ' + name)
    + variables.misled.map(name, 'AWS_CONTAINER_CREDENTIALS_FULL_URI of container ' + name)
{{- end }}

{{/* One of the pod guard's validations. */}}
{{- define "ra.agentValidation" -}}
- expression: "variables.agentChanges.size() == 0"
  reason: Forbidden
  messageExpression: >-
    'the agent of its node gives this pod the AWS credentials of ServiceAccount ' + variables.serviceAccount
    + ', and the pod is not as the webhook {{ include "ra.name" $ }}-webhook writes it: another admission webhook changed ' + variables.agentChanges.join(', ')
    + ' after it, or the pod is a copy and the webhook did not answer. Configure that webhook to ignore this, or set reinvocationPolicy: Never in its'
    + ' configuration, so that the change is reverted. To start without AWS credentials, annotate the pod with rolesanywhere.dev/inject: "false".{{ include "ra.page" (list $ "NodeAgentPodChanged") }}'
{{- end }}

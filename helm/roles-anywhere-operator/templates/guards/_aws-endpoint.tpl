{{/*
A regular expression (RE2) for AWS's own endpoints of Roles Anywhere: the public ones and VPC endpoints, of every partition. The suffixes are those of
the enum Partition of module client. Behind vpce-… comes rolesanywhere at once: an endpoint of somebody's own service has vpce-svc-… there.
*/}}
{{- define "ra.awsEndpoint" -}}
{{ include "ra.endpointOf" "rolesanywhere" }}
{{- end }}

{{/* The same for STS. */}}
{{- define "ra.stsEndpoint" -}}
{{ include "ra.endpointOf" "sts" }}
{{- end }}

{{- define "ra.endpointOf" -}}
{{- $dns := "amazonaws[.]com|amazonaws[.]com[.]cn|amazonaws[.]eu|c2s[.]ic[.]gov|sc2s[.]sgov[.]gov|cloud[.]adc-e[.]uk|csp[.]hci[.]ic[.]gov" -}}
{{- $dualStack := "api[.]aws|api[.]amazonwebservices[.]com[.]cn|api[.]amazonwebservices[.]eu" -}}
^https://((vpce-[a-z0-9-]+[.]{{ . }}(-fips)?[.][a-z0-9-]+[.]vpce|{{ . }}(-fips)?[.][a-z0-9-]+)[.]({{ $dns }})|{{ . }}(-fips)?[.][a-z0-9-]+[.]({{ $dualStack }}))(:443)?/?$
{{- end }}

{{/*
A regular expression (RE2) for AWS's own Roles Anywhere endpoints: the public ones and VPC endpoints, of every partition. The suffixes are those of
the enum Partition of module client. Behind vpce-… comes rolesanywhere at once: an endpoint of somebody's own service has vpce-svc-… there.
*/}}
{{- define "ra.awsEndpoint" -}}
{{- $dns := "amazonaws[.]com|amazonaws[.]com[.]cn|amazonaws[.]eu|c2s[.]ic[.]gov|sc2s[.]sgov[.]gov|cloud[.]adc-e[.]uk|csp[.]hci[.]ic[.]gov" -}}
{{- $dualStack := "api[.]aws|api[.]amazonwebservices[.]com[.]cn|api[.]amazonwebservices[.]eu" -}}
^https://((vpce-[a-z0-9-]+[.]rolesanywhere(-fips)?[.][a-z0-9-]+[.]vpce|rolesanywhere(-fips)?[.][a-z0-9-]+)[.]({{ $dns }})|rolesanywhere(-fips)?[.][a-z0-9-]+[.]({{ $dualStack }}))(:443)?/?$
{{- end }}

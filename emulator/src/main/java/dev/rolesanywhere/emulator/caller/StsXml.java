package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.session.Session;

/** The XML of STS's query protocol. */
public final class StsXml {
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    /** AWS's measure of how full the session's packed policy is, in percent; opaque, and roughly this for a few tags. */
    private static final int PACKED_POLICY_SIZE = 6;

    private StsXml() {}

    static Answer callerIdentity(Session session, String requestId) {
        return Answer.text(200, "text/xml", """
            <GetCallerIdentityResponse xmlns="%s">
              <GetCallerIdentityResult>
                <Arn>%s</Arn>
                <UserId>%s</UserId>
                <Account>%s</Account>
              </GetCallerIdentityResult>
              <ResponseMetadata>
                <RequestId>%s</RequestId>
              </ResponseMetadata>
            </GetCallerIdentityResponse>
            """.formatted(
                        NAMESPACE,
                        session.assumedRole(),
                        session.assumedRoleId(),
                        session.role().account(),
                        requestId));
    }

    /** The result of AssumeRole. */
    public static Answer assumedRole(Session session, String requestId) {
        return Answer.text(200, "text/xml", """
            <AssumeRoleResponse xmlns="%s">
              <AssumeRoleResult>
                <SourceIdentity>%s</SourceIdentity>
                <AssumedRoleUser>
                  <AssumedRoleId>%s</AssumedRoleId>
                  <Arn>%s</Arn>
                </AssumedRoleUser>
                <Credentials>
                  <AccessKeyId>%s</AccessKeyId>
                  <SecretAccessKey>%s</SecretAccessKey>
                  <SessionToken>%s</SessionToken>
                  <Expiration>%s</Expiration>
                </Credentials>
                <PackedPolicySize>%d</PackedPolicySize>
              </AssumeRoleResult>
              <ResponseMetadata>
                <RequestId>%s</RequestId>
              </ResponseMetadata>
            </AssumeRoleResponse>
            """.formatted(
                        NAMESPACE,
                        escaped(session.sourceIdentity()),
                        session.assumedRoleId(),
                        session.assumedRole(),
                        session.keys().accessKeyId(),
                        session.keys().secretAccessKey(),
                        session.keys().sessionToken(),
                        session.expiresAt(),
                        PACKED_POLICY_SIZE,
                        requestId));
    }

    /** A refusal in the form that STS has for it. */
    public static Answer refusal(Refusal refusal, String requestId) {
        return Answer.text(refusal.status(), "text/xml", """
            <ErrorResponse xmlns="%s">
              <Error>
                <Type>Sender</Type>
                <Code>%s</Code>
                <Message>%s</Message>
              </Error>
              <RequestId>%s</RequestId>
            </ErrorResponse>
            """.formatted(
                        NAMESPACE, refusal.code(), escaped(refusal.getMessage()), requestId));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

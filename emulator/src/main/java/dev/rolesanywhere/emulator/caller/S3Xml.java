package dev.rolesanywhere.emulator.caller;

import dev.rolesanywhere.emulator.protocol.Answer;
import dev.rolesanywhere.emulator.protocol.Refusal;
import dev.rolesanywhere.emulator.session.Session;
import java.util.List;
import java.util.stream.Collectors;

/** The XML of S3. */
public final class S3Xml {
    private S3Xml() {}

    static Answer objects(Session session, List<String> keys, int size) {
        String contents = keys.stream()
                .map(key -> "<Contents><Key>" + key + "</Key><LastModified>" + session.issuedAt()
                        + "</LastModified><ETag>\"0\"</ETag><Size>" + size
                        + "</Size><StorageClass>STANDARD</StorageClass></Contents>")
                .collect(Collectors.joining());
        return Answer.text(
                200,
                "application/xml",
                "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>" + OneObject.BUCKET
                        + "</Name><Prefix></Prefix><KeyCount>" + keys.size()
                        + "</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>" + contents
                        + "</ListBucketResult>");
    }

    /** A refusal in the form that S3 has for it. */
    public static Answer refusal(Refusal refusal, String requestId) {
        return Answer.text(
                refusal.status(),
                "application/xml",
                "<Error><Code>" + refusal.code() + "</Code><Message>" + StsXml.escaped(refusal.getMessage())
                        + "</Message><RequestId>" + requestId + "</RequestId></Error>");
    }
}

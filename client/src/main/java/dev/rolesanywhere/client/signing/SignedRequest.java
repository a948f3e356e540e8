package dev.rolesanywhere.client.signing;

import java.util.SortedMap;

/** The headers to send, {@code authorization} among them; {@code host} is for the transport to send as it stands here. */
public record SignedRequest(SortedMap<String, String> headers, String canonicalRequest, String stringToSign) {}

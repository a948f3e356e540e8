package dev.rolesanywhere.client.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A response within its bounds, or an {@link IOException}. */
public final class HttpResponseTarget {
    private HttpResponseTarget() {}

    /** @throws IOException as the reader does */
    public static HttpResponse read(byte[] input) throws IOException {
        HttpResponse response = new HttpResponseReader(new ByteArrayInputStream(input)).read();
        assertThat(response.status()).isBetween(200, 599);
        assertThat(response.body().length()).isLessThanOrEqualTo(HttpResponseReader.MAX_BODY);
        response.headers().forEach((name, value) -> assertThat(name + value).doesNotContain("\n"));
        response.retryAfter();
        return response;
    }
}

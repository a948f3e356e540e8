package dev.rolesanywhere.webhook.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rolesanywhere.webhook.binding.TooManyLookUpsException;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jboss.logging.Logger;

/**
 * One request to {@code /mutate}, from its headers to the last byte of its answer. Everything except the parsing happens on the
 * connection's event loop.
 */
final class Review {
    private static final Logger LOG = Logger.getLogger(Review.class);
    private static final String JSON = "application/json";

    private final Vertx vertx;
    private final Context context;
    private final HttpServerRequest request;
    private final String address;
    private final ReviewLimits limits;
    private final Admission admission;
    private final ReceivedBody body;
    private State state = State.Receiving;
    private volatile boolean closed;
    private long timer;
    private long answerBytes;

    private enum State {
        Receiving,
        Reading,
        Answering,
        Ended
    }

    /** The answer. */
    private record Answer(HttpResponseStatus status, String type, byte[] content) {
        static Answer text(HttpResponseStatus status, String message) {
            return new Answer(status, "text/plain; charset=utf-8", message.getBytes(StandardCharsets.UTF_8));
        }
    }

    Review(Vertx vertx, HttpServerRequest request, ReviewLimits limits, Admission admission) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.address = request.connection().remoteAddress().hostAddress();
        this.limits = limits;
        this.admission = admission;
        this.body = new ReceivedBody(limits.bytes(), address);
    }

    void begin() {
        if (!limits.requests().take(address, 1)) {
            state = State.Ended;
            write(Answer.text(
                    HttpResponseStatus.TOO_MANY_REQUESTS, "too many reviews at once: retry later with fewer"));
            return;
        }
        timer = vertx.setTimer(ReviewLimits.TRANSFER.toMillis(), ignored -> tooSlow());
        request.response().closeHandler(ignored -> gone()).exceptionHandler(ignored -> gone());
        request.exceptionHandler(ignored -> gone());
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.startsWith(JSON)) {
            refuse(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "send an AdmissionReview as " + JSON);
            return;
        }
        if (announced() > ReviewLimits.BODY_BYTES) {
            tooLarge();
            return;
        }
        if (request.headers().contains(HttpHeaders.EXPECT)) {
            request.response().writeContinue();
        }
        request.handler(this::receive).endHandler(ignored -> received()).resume();
    }

    private long announced() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    private void receive(Buffer chunk) {
        if (state != State.Receiving) {
            return;
        }
        if (body.length() + chunk.length() > ReviewLimits.BODY_BYTES) {
            tooLarge();
        } else if (!body.append(chunk)) {
            refuse(HttpResponseStatus.TOO_MANY_REQUESTS, "too many large reviews at once: retry later with fewer");
        }
    }

    private void received() {
        if (state == State.Receiving) {
            vertx.cancelTimer(timer);
            state = State.Reading;
            limits.read(address, body.length(), this::read);
        }
    }

    /** In a worker thread. */
    private void read() {
        Answer answer = closed
                ? Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "the client has closed the connection")
                : answer();
        context.runOnContext(ignored -> {
            body.drop();
            answer(answer);
        });
    }

    private Answer answer() {
        try {
            ObjectNode review = admission.answer(ReviewReader.read(body.content()), address);
            return new Answer(HttpResponseStatus.OK, JSON, AdmissionAnswer.bytes(review));
        } catch (NotAnAdmissionReviewException e) {
            return Answer.text(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
        } catch (TooManyLookUpsException e) {
            return Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (IOException | RuntimeException e) {
            LOG.errorf("cannot answer a review: %s", e.toString());
            return Answer.text(
                    HttpResponseStatus.INTERNAL_SERVER_ERROR, "the webhook cannot answer now; its log has the reason");
        }
    }

    private void answer(Answer answer) {
        if (closed) {
            end();
        } else if (!limits.bytes().take(address, answer.content().length)) {
            refuse(HttpResponseStatus.TOO_MANY_REQUESTS, "too many answers are unread: read them faster");
        } else {
            answerBytes = answer.content().length;
            state = State.Answering;
            timer = vertx.setTimer(ReviewLimits.TRANSFER.toMillis(), ignored -> close());
            write(answer);
        }
    }

    private void tooLarge() {
        refuse(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "the body is too large: send at most %d bytes".formatted(ReviewLimits.BODY_BYTES));
    }

    private void tooSlow() {
        if (state == State.Receiving) {
            refuse(
                    HttpResponseStatus.REQUEST_TIMEOUT,
                    "the body did not arrive within %d seconds".formatted(ReviewLimits.TRANSFER.toSeconds()));
        }
    }

    /** The body may still be arriving: it is read to its end but discarded, so that the client sees the answer. */
    private void refuse(HttpResponseStatus status, String message) {
        vertx.cancelTimer(timer);
        body.drop();
        state = State.Answering;
        timer = vertx.setTimer(ReviewLimits.TRANSFER.toMillis(), ignored -> close());
        write(Answer.text(status, message));
        if (!request.isEnded()) {
            request.handler(ignored -> {}).endHandler(ignored -> {}).resume();
        }
    }

    private void write(Answer answer) {
        boolean whole = request.isEnded();
        if (!whole && request.version() != HttpVersion.HTTP_2) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        if (answer.status().equals(HttpResponseStatus.TOO_MANY_REQUESTS)) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        request.response()
                .setStatusCode(answer.status().code())
                .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
                .end(Buffer.buffer(answer.content()))
                .onComplete(ignored -> {
                    if (whole || state == State.Ended) {
                        end();
                    }
                    if (!whole) {
                        closeOnceRead();
                    }
                });
    }

    private void closeOnceRead() {
        if (state == State.Ended || request.isEnded()) {
            close();
        } else {
            request.endHandler(ignored -> close());
        }
    }

    private void close() {
        end();
        if (request.version() != HttpVersion.HTTP_2) {
            request.connection().close();
        } else if (!request.isEnded() || !request.response().ended()) {
            request.response().reset(0);
        }
    }

    /** The client has closed the connection or the stream. A worker that parses the body continues. */
    private void gone() {
        closed = true;
        if (state != State.Reading) {
            end();
        }
    }

    private void end() {
        if (state == State.Ended) {
            return;
        }
        state = State.Ended;
        vertx.cancelTimer(timer);
        body.drop();
        if (answerBytes > 0) {
            limits.bytes().giveBack(address, answerBytes);
        }
        limits.requests().giveBack(address, 1);
    }
}

package dev.rolesanywhere.operator.endpoint;

import dev.rolesanywhere.crds.contract.NodeAgent;
import dev.rolesanywhere.operator.caller.Bearers;
import dev.rolesanywhere.pki.issuance.IssuingReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One connection with one request. Data above a limit is read and dropped until the request ends, so that the client
 * reads the answer. The deadline of the request stays the same. Called by one thread.
 */
final class IssuingConnection extends SimpleChannelInboundHandler<HttpObject> {
    private static final Logger LOG = Logger.getLogger(IssuingConnection.class);
    private static final int RETRY_SECONDS = 2;
    private static final String BEARER = "Bearer ";

    private final IssuingListener listener;
    private final String address;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable Future<?> deadline;
    private @Nullable HttpRequest head;
    private boolean answered;
    private boolean complete;

    IssuingConnection(IssuingListener listener, String address) {
        this.listener = listener;
        this.address = address;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closeAfter(context, listener.limits().request());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) throws IOException {
        if (complete) {
            return;
        }
        if (part instanceof HttpRequest request && head == null) {
            head = request;
            refusal(request).ifPresent(answer -> answer(context, answer));
        } else if (part.decoderResult().isFailure()) {
            answer(context, unreadable(part));
        }
        if (part instanceof HttpContent content && !answered) {
            take(context, content.content());
        }
        if (part instanceof LastHttpContent || part.decoderResult().isFailure()) {
            end(context);
        }
    }

    private Optional<Answer> refusal(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(unreadable(request));
        }
        if (!request.method().equals(HttpMethod.POST)) {
            return Optional.of(Answer.refused(Answer.METHOD_NOT_ALLOWED, IssuingReason.MethodNotAllowed, "Use POST."));
        }
        return listener.decisions()
                .beforeReading(path(request))
                .or(() -> HttpUtil.getContentLength(request, 0L) > EndpointLimits.MAX_BODY
                        ? Optional.of(tooLarge(
                                "The request is larger than 64 KiB. Send one certificate request and nothing else."))
                        : Optional.empty());
    }

    private Answer unreadable(HttpObject part) {
        if (part.decoderResult().cause() instanceof TooLongFrameException) {
            return tooLarge(
                    "The request line or the headers are too long. Send the pod's projected token and nothing else.");
        }
        listener.decisions().unread(IssuingReason.RequestMalformed);
        return Answer.refused(Answer.BAD_REQUEST, IssuingReason.RequestMalformed, "This is not an HTTP/1.1 request.");
    }

    private Answer tooLarge(String message) {
        listener.decisions().unread(IssuingReason.RequestTooLarge);
        return Answer.refused(Answer.TOO_LARGE, IssuingReason.RequestTooLarge, message);
    }

    private void take(ChannelHandlerContext context, ByteBuf part) throws IOException {
        if (body.size() + part.readableBytes() > EndpointLimits.MAX_BODY) {
            answer(
                    context,
                    tooLarge("The request is larger than 64 KiB. Send one certificate request and nothing else."));
            return;
        }
        part.readBytes(body, part.readableBytes());
    }

    private void end(ChannelHandlerContext context) {
        complete = true;
        context.channel().config().setAutoRead(false);
        if (answered) {
            // The early answer is on its way, and no other answer follows.
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        closeAfter(context, listener.limits().answer());
        listener.complete(context.channel());
        if (!listener.places().take(address)) {
            listener.decisions().unread(IssuingReason.TooManyRequests);
            finish(
                    context,
                    Answer.later(
                            Answer.TOO_MANY,
                            IssuingReason.TooManyRequests,
                            "Too many concurrent requests. Retry.",
                            RETRY_SECONDS));
            return;
        }
        decide(
                context,
                head == null ? "" : path(head),
                head == null ? new Bearers(null, null) : bearers(head),
                body.toByteArray());
    }

    private void decide(ChannelHandlerContext context, String path, Bearers bearers, byte[] sent) {
        listener.decide(() -> {
            try {
                Answer answer = listener.decisions().answer(path, bearers, address, sent);
                context.executor().execute(() -> finish(context, answer));
            } finally {
                listener.places().leave(address);
            }
        });
    }

    private void finish(ChannelHandlerContext context, Answer answer) {
        listener.answering(address, context.channel());
        answer(context, answer);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private void answer(ChannelHandlerContext context, Answer answer) {
        if (answered) {
            return;
        }
        answered = true;
        body.reset();
        byte[] json = answer.body() == null ? new byte[0] : IssuingProtocol.write(answer.body());
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(json));
        response.headers().set(HttpHeaderNames.CONNECTION, "close");
        if (answer.body() != null) {
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        }
        if (answer.status() != Answer.NO_CONTENT) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, json.length);
        }
        if (answer.retryAfterSeconds() != null) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, answer.retryAfterSeconds());
        }
        context.writeAndFlush(response);
    }

    private void closeAfter(ChannelHandlerContext context, Duration time) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        deadline = context.executor()
                .schedule(
                        () -> {
                            listener.closed(IssuingListener.DEADLINE);
                            IssuingListener.closeNow(context.channel());
                        },
                        time.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    /** Untrusted input causes many kinds of errors. A log line for each would let clients fill the log. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debugf(cause, "a connection from %s broke", address);
        context.close();
    }

    private static String path(HttpRequest request) {
        String uri = request.uri();
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    private static Bearers bearers(HttpRequest request) {
        return new Bearers(
                bearer(request.headers().get(HttpHeaderNames.AUTHORIZATION)),
                agent(request.headers().get(NodeAgent.AGENT_HEADER)));
    }

    /** An unreadable token counts as an invalid agent's token, never as a missing one. */
    private static @Nullable String agent(@Nullable String header) {
        String token = bearer(header);
        return header != null && token == null ? "" : token;
    }

    static @Nullable String bearer(@Nullable String header) {
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? header.substring(BEARER.length()).strip()
                : null;
    }
}

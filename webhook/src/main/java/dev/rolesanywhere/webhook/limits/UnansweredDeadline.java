package dev.rolesanywhere.webhook.limits;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that sends for too long without being answered: headers, a TLS handshake, or a body, one byte at a time.
 * An idle connection sends nothing, and is left to the idle timeout.
 */
final class UnansweredDeadline extends ChannelDuplexHandler {
    private static final int SECONDS = 15;

    private @Nullable Future<?> deadline;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (deadline == null) {
            deadline = context.executor().schedule(() -> context.close(), SECONDS, TimeUnit.SECONDS);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        cancel();
        context.write(message, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        cancel();
        context.fireChannelInactive();
    }

    private void cancel() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}

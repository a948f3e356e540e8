package dev.rolesanywhere.node.prepare;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** A socket to the kernel's rtnetlink, opened through the C library, because the JDK cannot open one. */
final class Netlink implements AutoCloseable {
    private static final int FAMILY_NETLINK = 16;
    private static final int RAW_CLOSE_ON_EXEC = 3 | 0x80000;
    private static final int ROUTE = 0;
    private static final int MOST_ANSWER = 8192;

    private final Linker linker = Linker.nativeLinker();
    private final Arena arena = Arena.ofConfined();
    private final StructLayout stateLayout = Linker.Option.captureStateLayout();
    private final VarHandle errno = stateLayout.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private final MemorySegment state = arena.allocate(stateLayout);
    private final MethodHandle send;
    private final MethodHandle receive;
    private final MethodHandle close;
    private final int socket;

    Netlink() throws IOException {
        FunctionDescriptor transfer = FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT);
        send = function("send", transfer);
        receive = function("recv", transfer);
        close = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        MethodHandle open = function(
                "socket",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        try {
            socket = (int) open.invokeExact(state, FAMILY_NETLINK, RAW_CLOSE_ON_EXEC, ROUTE);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the C library's socket() cannot be called", e);
        }
        if (socket < 0) {
            throw new IOException("the kernel did not open a netlink socket: errno " + (int) errno.get(state, 0L));
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** @return the kernel's answer: 0, or the number of an error */
    int request(byte[] message) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment bytes = call.allocate(message.length, 4);
            MemorySegment.copy(message, 0, bytes, ValueLayout.JAVA_BYTE, 0, message.length);
            long done = (long) send.invokeExact(state, socket, bytes, (long) message.length, 0);
            MemorySegment answer = call.allocate(MOST_ANSWER, 4);
            if (done >= 0) {
                done = (long) receive.invokeExact(state, socket, answer, (long) MOST_ANSWER, 0);
            }
            if (done < 0) {
                throw new IOException("netlink: errno " + (int) errno.get(state, 0L));
            }
            if (done < NetlinkRequest.HEADER + 4) {
                throw new IOException("netlink: an answer of " + done + " bytes");
            }
            return -answer.get(ValueLayout.JAVA_INT, NetlinkRequest.HEADER);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the C library cannot be called", e);
        }
    }

    /** The JDK returns only links that are up. */
    int index(String link) throws IOException {
        MethodHandle named =
                function("if_nametoindex", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
        try (Arena call = Arena.ofConfined()) {
            int found = (int) named.invokeExact(state, call.allocateFrom(link));
            if (found == 0) {
                throw new IOException("Link " + link + " does not exist: errno " + (int) errno.get(state, 0L));
            }
            return found;
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the C library's if_nametoindex() cannot be called", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            int unused = (int) close.invokeExact(state, socket);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the C library's close() cannot be called", e);
        } finally {
            arena.close();
        }
    }
}

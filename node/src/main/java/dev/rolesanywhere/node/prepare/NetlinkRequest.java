package dev.rolesanywhere.node.prepare;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Requests of rtnetlink(7) as bytes: a link, its state, its address, its route. Each request requires an acknowledgment
 * and leaves a correct state unchanged.
 */
final class NetlinkRequest {
    static final int HEADER = 16;

    private static final short NEW_LINK = 16;
    private static final short NEW_ADDRESS = 20;
    private static final short NEW_ROUTE = 24;
    private static final short REQUEST_AND_ACKNOWLEDGE = 0x1 | 0x4;
    private static final short REPLACE = 0x100;
    private static final short EXCLUSIVE = 0x200;
    private static final short CREATE = 0x400;

    private static final short LINK_NAME = 3;
    private static final short LINK_INFO = 18;
    private static final short LINK_INFO_KIND = 1;
    private static final int LINK_UP = 1;

    private static final short ADDRESS = 1;
    private static final short ADDRESS_LOCAL = 2;
    private static final short ADDRESS_FLAGS = 8;
    /** On a link without peers no other machine can own the address, so duplicate address detection is not needed. */
    private static final int NO_DUPLICATE_DETECTION = 0x02;

    private static final short ROUTE_DESTINATION = 1;
    private static final short ROUTE_LINK = 4;
    private static final byte TABLE_MAIN = (byte) 254;
    private static final byte PROTOCOL_STATIC = 4;
    private static final byte SCOPE_LINK = (byte) 253;
    private static final byte UNICAST = 1;

    private static final byte INET = 2;
    private static final byte INET6 = 10;
    private static final int MOST = 256;

    private final ByteBuffer bytes = ByteBuffer.allocate(MOST).order(ByteOrder.nativeOrder());

    private NetlinkRequest(short type, int flags) {
        bytes.putInt(0)
                .putShort(type)
                .putShort((short) (REQUEST_AND_ACKNOWLEDGE | flags))
                .putInt(1)
                .putInt(0);
    }

    /** The answer is {@code EEXIST} if a link with that name exists. */
    static byte[] link(String name, String kind) {
        NetlinkRequest request = new NetlinkRequest(NEW_LINK, CREATE | EXCLUSIVE);
        request.linkHeader(0, 0);
        request.attribute(LINK_NAME, text(name));
        byte[] value = text(kind);
        request.bytes.putShort((short) (4 + padded(4 + value.length))).putShort(LINK_INFO);
        request.attribute(LINK_INFO_KIND, value);
        return request.finished();
    }

    static byte[] up(int link) {
        NetlinkRequest request = new NetlinkRequest(NEW_LINK, 0);
        request.linkHeader(link, LINK_UP);
        return request.finished();
    }

    static byte[] address(int link, InetAddress address) {
        byte[] raw = address.getAddress();
        NetlinkRequest request = new NetlinkRequest(NEW_ADDRESS, CREATE | REPLACE);
        request.bytes
                .put(family(address))
                .put((byte) (raw.length * 8))
                .put((byte) 0)
                .put((byte) 0)
                .putInt(link);
        request.attribute(ADDRESS_LOCAL, raw);
        request.attribute(ADDRESS, raw);
        if (raw.length > 4) {
            request.attribute(ADDRESS_FLAGS, number(NO_DUPLICATE_DETECTION));
        }
        return request.finished();
    }

    /** Writes the route to the main table too, because some network plugins read that table before the local one. */
    static byte[] route(int link, InetAddress address) {
        byte[] raw = address.getAddress();
        NetlinkRequest request = new NetlinkRequest(NEW_ROUTE, CREATE | REPLACE);
        request.bytes
                .put(family(address))
                .put((byte) (raw.length * 8))
                .put((byte) 0)
                .put((byte) 0)
                .put(TABLE_MAIN)
                .put(PROTOCOL_STATIC)
                .put(raw.length == 4 ? SCOPE_LINK : 0)
                .put(UNICAST)
                .putInt(0);
        request.attribute(ROUTE_DESTINATION, raw);
        request.attribute(ROUTE_LINK, number(link));
        return request.finished();
    }

    private void linkHeader(int index, int up) {
        bytes.put((byte) 0)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(index)
                .putInt(up)
                .putInt(up);
    }

    private void attribute(short type, byte[] value) {
        bytes.putShort((short) (4 + value.length)).putShort(type).put(value);
        bytes.position(padded(bytes.position()));
    }

    private byte[] finished() {
        byte[] all = new byte[bytes.position()];
        bytes.putInt(0, all.length).flip().get(all);
        return all;
    }

    private static int padded(int length) {
        return (length + 3) & ~3;
    }

    private static byte family(InetAddress address) {
        return address instanceof Inet4Address ? INET : INET6;
    }

    private static byte[] text(String value) {
        return (value + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
    }
}

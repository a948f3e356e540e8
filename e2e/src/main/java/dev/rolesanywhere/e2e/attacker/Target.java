package dev.rolesanywhere.e2e.attacker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A listener, as {@code tls:10.42.0.5:8443} or {@code tcp:10.42.0.7:9912}. */
record Target(boolean tls, String host, int port) {
    private static final int CONNECT_MILLIS = 3000;
    private static final int ANSWER_MILLIS = 10_000;

    /** Also {@code tcp:10.42.0.0/24:9912}, which is every address of that network. */
    static Stream<Target> read(String text) {
        String[] parts = text.split(":", -1);
        boolean tls = parts[0].equals("tls");
        int port = Integer.parseInt(parts[2]);
        if (!parts[1].endsWith("/24")) {
            return Stream.of(new Target(tls, parts[1], port));
        }
        String network = parts[1].substring(0, parts[1].lastIndexOf('.') + 1);
        return IntStream.range(2, 255).mapToObj(last -> new Target(tls, network + last, port));
    }

    static List<Target> readAll(List<String> texts) {
        List<Target> targets = new ArrayList<>();
        texts.forEach(text -> read(text).forEach(targets::add));
        return targets;
    }

    /** A plain TCP connection. */
    Socket connect() throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** A connection for HTTP, after the TLS handshake if the target has TLS. Every certificate is accepted. */
    Socket open() throws IOException {
        Socket plain = connect();
        if (!tls) {
            return plain;
        }
        try {
            SSLSocket secured = (SSLSocket) believing().getSocketFactory().createSocket(plain, host, port, true);
            secured.startHandshake();
            return secured;
        } catch (IOException e) {
            plain.close();
            throw e instanceof SocketException ? e : new SocketException("no handshake", e);
        }
    }

    static SSLContext believing() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Believer()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Believer extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

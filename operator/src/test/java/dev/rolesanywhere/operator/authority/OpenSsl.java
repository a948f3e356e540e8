package dev.rolesanywhere.operator.authority;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A company's CA as its administrators have it: the program openssl on files. */
final class OpenSsl {
    private static final List<String> INTERMEDIATE = List.of(
            "basicConstraints=critical,CA:TRUE,pathlen:0",
            "keyUsage=critical,keyCertSign,cRLSign",
            "subjectKeyIdentifier=hash",
            "authorityKeyIdentifier=keyid");

    private final Path folder;

    /** @param folder for the files; the test deletes it */
    OpenSsl(Path folder) {
        this.folder = folder;
    }

    /** Creates a root with this name. */
    String root(String name) {
        run(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "3650",
                "-subj",
                "/O=Example/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".pem",
                "-addext",
                "keyUsage=critical,keyCertSign,cRLSign");
        return read(name + ".pem");
    }

    /** The certificate of an intermediate, signed by this root. */
    String sign(String root, String request) {
        return sign(root, request, INTERMEDIATE);
    }

    String sign(String root, String request, List<String> extensions) {
        write("request.csr", request);
        write("extensions.cnf", String.join("\n", extensions) + "\n");
        run(
                "x509",
                "-req",
                "-in",
                "request.csr",
                "-CA",
                root + ".pem",
                "-CAkey",
                root + ".key",
                "-CAcreateserial",
                "-days",
                "1000",
                "-sha256",
                "-extfile",
                "extensions.cnf",
                "-out",
                "signed.pem");
        return read("signed.pem");
    }

    /** openssl's output about a request: the check of its signature, and its requested names. */
    String describe(String request) {
        write("request.csr", request);
        return run("req", "-in", "request.csr", "-verify", "-noout", "-text");
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output =
                    new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException("install openssl, which this test signs with", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

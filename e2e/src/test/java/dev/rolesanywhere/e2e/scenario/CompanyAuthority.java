package dev.rolesanywhere.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A company's own CA: openssl with files outside the cluster, with the commands of docs/authorities.md. */
record CompanyAuthority(Path folder) {
    private static final String ROOT = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days"
            + " 3650 -subj '/O=Example/CN=Example root' -addext keyUsage=critical,keyCertSign,cRLSign -keyout root.key"
            + " -out root.pem";

    static CompanyAuthority in(Path folder) throws IOException, InterruptedException {
        var company = new CompanyAuthority(folder);
        company.run(ROOT);
        return company;
    }

    String root() throws IOException {
        return read("root.pem");
    }

    /** The certificate of an intermediate for this CSR. */
    String sign(String csr) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("company.csr"), csr);
        run(Document.of("docs", "authorities.md")
                .step("## intermediate", 2)
                .getFirst()
                .text());
        return read("company.pem");
    }

    private String read(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    private void run(String commands) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-ec", commands)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(printed).isZero();
    }
}

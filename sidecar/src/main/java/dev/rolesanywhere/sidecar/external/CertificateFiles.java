package dev.rolesanywhere.sidecar.external;

import dev.rolesanywhere.client.pem.PemBlock;
import dev.rolesanywhere.client.pem.PemText;
import dev.rolesanywhere.client.signing.SigningIdentity;
import dev.rolesanywhere.sidecar.issuing.IssuedFiles;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the files before each call of AWS, to follow each rotation. Kubelet and spiffe-helper may replace the files
 * during a read, so an inconsistent result is read a second time before it counts.
 */
public final class CertificateFiles {
    private static final int LOOKS = 20;

    private final Path directories;
    private final Pause pause;

    /** Waits between two reads. */
    @FunctionalInterface
    interface Pause {
        void make() throws InterruptedException;
    }

    /** Not a lambda, because lambdas cost the sidecar memory. */
    private static final class HalfASecond implements Pause {
        @Override
        public void make() throws InterruptedException {
            Thread.sleep(500);
        }
    }

    /** @param directories has one directory for each AWSTrustAnchor */
    public CertificateFiles(Path directories) {
        this(directories, new HalfASecond());
    }

    CertificateFiles(Path directories, Pause pause) {
        this.directories = directories;
        this.pause = pause;
    }

    /**
     * Leaf, chain and key, as IAM Roles Anywhere requires them.
     *
     * @param now AWS's time
     */
    public SigningIdentity read(IssuedFiles files, Instant now) throws CertificateFilesException, InterruptedException {
        Path directory = directories.resolve(files.trustAnchor());
        if (!Files.isDirectory(directory)) {
            throw CertificateFilesException.missing("the pod has no volume with the certificates of AWSTrustAnchor "
                    + files.trustAnchor()
                    + ", which the current webhook adds when a pod is created: recreate the pod");
        }
        for (int look = 1; ; look++) {
            try {
                return read(directory, files, now);
            } catch (CertificateFilesException e) {
                if (!e.mayPass() || look == LOOKS) {
                    throw e;
                }
                pause.make();
            }
        }
    }

    private static SigningIdentity read(Path directory, IssuedFiles files, Instant now)
            throws CertificateFilesException {
        OwnedFile certificateFile = new OwnedFile(directory.resolve(files.certificateFile()), files.owner());
        OwnedFile keyFile = new OwnedFile(directory.resolve(files.keyFile()), files.owner());
        List<X509Certificate> path = certificates(certificateFile);
        byte[] key = keyFile.readSecret();
        LeafRules rules = new LeafRules(certificateFile.toString(), files.owner());
        rules.check(path.getFirst(), files.spiffeId(), now);
        List<X509Certificate> chain = rules.chain(path, now);
        PrivateKey read = KeyPem.read(key, path.getFirst(), keyFile.toString(), files.owner());
        return new SigningIdentity(read, path.getFirst(), chain);
    }

    private static List<X509Certificate> certificates(OwnedFile file) throws CertificateFilesException {
        List<X509Certificate> path = new ArrayList<>();
        for (PemBlock block : PemText.blocks(file.read())) {
            if (block.isCertificate()) {
                path.add(certificate(block, file));
            }
        }
        if (path.isEmpty()) {
            throw CertificateFilesException.halfway(file + " holds no certificate: " + file.owner() + " writes it");
        }
        return path;
    }

    private static X509Certificate certificate(PemBlock block, OwnedFile file) throws CertificateFilesException {
        try {
            if (block.content() instanceof PemBlock.Content.Bytes(byte[] der)) {
                return (X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            }
        } catch (CertificateException e) {
            // The caller reports it. The cause may quote the input.
        }
        throw CertificateFilesException.halfway("the certificate at line " + block.line() + " of " + file
                + " cannot be read: " + file.owner() + " writes it");
    }
}

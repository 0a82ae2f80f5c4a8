package dev.parley.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A key and a certificate for a host, made for the test, as Java and as Redis read them: in files, which are gone with their folder. */
final class Certificate {
    private static final String ALIAS = "mykey"; // keytool's own

    private final Path keys;
    private final Path certificate;
    private final Path key;

    private Certificate(Path folder) {
        keys = folder.resolve("keys.p12");
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
    }

    static Certificate make(Path folder, String host) {
        Certificate made = new Certificate(folder);
        try {
            TlsProxy.makeCertificate(made.keys, host);
            KeyStore store = KeyStore.getInstance(made.keys.toFile(), TlsProxy.PASSWORD.toCharArray());
            byte[] secret = store.getKey(ALIAS, TlsProxy.PASSWORD.toCharArray()).getEncoded();
            Files.writeString(
                    made.certificate,
                    pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded()));
            Files.writeString(made.key, pem("PRIVATE KEY", secret));
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The flags of a redis-server that shows it, and believes who does. */
    List<String> flags() {
        return List.of(
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no");
    }

    /** The options of a JVM that trusts it. */
    List<String> trusting() {
        return List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + TlsProxy.PASSWORD);
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }
}

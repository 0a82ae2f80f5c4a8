package dev.parley.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import dev.parley.channel.InvalidInput;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that are written in the settings, several for when one takes another's place. Each is for one algorithm: a secret for HS256,
 * the public key of a PEM file for RS256 or ES256, by its kind.
 */
public final class FixedKeys implements VerificationKeys {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MIN_RSA_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]+)-----(.+?)-----END \\1-----", Pattern.DOTALL);

    /** With what it is for. The key is shown to nobody. */
    private record One(JWSAlgorithm algorithm, Key key) {
        @Override
        public String toString() {
            return algorithm.getName();
        }
    }

    private final List<One> keys;

    private FixedKeys(List<One> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * Reads what a setting or a file holds: PEM blocks, or secrets with blanks or line ends between them.
     *
     * @throws InvalidInput that says what is wrong, without the text
     */
    public static FixedKeys parse(String text) {
        List<MatchResult> blocks = PEM.matcher(text).results().toList();
        return new FixedKeys(
                blocks.isEmpty()
                        ? Stream.of(text.strip().split("\\s+", -1))
                                .map(FixedKeys::secret)
                                .toList()
                        : blocks.stream().map(FixedKeys::publicKey).toList());
    }

    /** The secret to sign with, where there is one: the first. */
    byte[] secret() {
        return keys.stream()
                .filter(each -> each.algorithm().equals(JWSAlgorithm.HS256))
                .findFirst()
                .map(each -> each.key().getEncoded())
                .orElseThrow(
                        () -> new InvalidInput("Tokens are made with a secret; whoever has the private key makes those"
                                + " that a public key is for."));
    }

    @Override
    public CompletableFuture<List<? extends Key>> fitting(JWSHeader header) {
        return CompletableFuture.completedFuture(keys.stream()
                .filter(each -> each.algorithm().equals(header.getAlgorithm()))
                .map(One::key)
                .toList());
    }

    /** Both; the first ones first. */
    public FixedKeys and(FixedKeys others) {
        List<One> all = new ArrayList<>(keys);
        all.addAll(others.keys);
        return new FixedKeys(all);
    }

    @Override
    public String toString() {
        return keys.stream().map(each -> each.algorithm().getName()).collect(Collectors.joining(", "));
    }

    private static One secret(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length < MIN_SECRET_BYTES) {
            throw new InvalidInput("a key for HS256 has at least " + MIN_SECRET_BYTES
                    + " bytes without blanks, such as `openssl rand -base64 32` makes, and this one has "
                    + bytes.length);
        }
        return new One(JWSAlgorithm.HS256, new SecretKeySpec(bytes, "HmacSHA256"));
    }

    private static One publicKey(MatchResult block) {
        if (block.group(1).contains("PRIVATE")) {
            throw new InvalidInput("a private key belongs to who makes tokens; give the public one here");
        }
        PublicKey key = read(block);
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
            return new One(JWSAlgorithm.RS256, key);
        }
        if (key instanceof ECPublicKey ec && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
            return new One(JWSAlgorithm.ES256, key);
        }
        throw new InvalidInput(
                "a PEM file holds public keys or certificates (BEGIN PUBLIC KEY, BEGIN CERTIFICATE): RSA of at"
                        + " least " + MIN_RSA_BITS + " bits, or EC on P-256");
    }

    /** Null when it is none. */
    private static PublicKey read(MatchResult block) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(block.group(2));
            return block.group(1).equals("CERTIFICATE")
                    ? CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(bytes))
                            .getPublicKey()
                    : read(new X509EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    private static PublicKey read(X509EncodedKeySpec key) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(key);
        } catch (InvalidKeySpecException otherKind) {
            return KeyFactory.getInstance("EC").generatePublic(key);
        }
    }
}

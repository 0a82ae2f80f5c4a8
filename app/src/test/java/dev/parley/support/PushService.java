package dev.parley.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A push service on this machine, with browsers that have subscribed there: it takes what is sent, and reads it as they would. */
public final class PushService implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final Map<String, Browser> browsers = new ConcurrentHashMap<>();

    /** What came for a browser: what it says, and who says so. */
    public record Push(JsonNode said, JsonNode claims, String key, String topic, String urgency) {}

    public PushService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.start();
    }

    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Browser browser(String name) {
        return browsers.computeIfAbsent("/" + name, Browser::new);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Browser browser = browsers.get(exchange.getRequestURI().getPath());
            browser.take(exchange);
            exchange.sendResponseHeaders(browser.answers, -1);
        }
    }

    /** One that has subscribed. */
    public final class Browser {
        private final String path;
        private final KeyPair keys = newPair();
        private final byte[] auth = new byte[16];
        private final List<Push> pushes = new CopyOnWriteArrayList<>();
        private volatile int answers = 201;

        private Browser(String path) {
            this.path = path;
            new SecureRandom().nextBytes(auth);
        }

        public String endpoint() {
            return origin() + path;
        }

        /** The fields by which it asks to be told. */
        public String asking(String level, String more) {
            return "{\"endpoint\":\"" + endpoint() + "\",\"p256dh\":\"" + text(point(keys)) + "\",\"auth\":\""
                    + text(auth) + "\",\"level\":\"" + level + "\"" + more + "}";
        }

        public List<Push> pushes() {
            return pushes;
        }

        /** From now on. */
        public void answer(int status) {
            answers = status;
        }

        private void take(HttpExchange exchange) throws IOException {
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            String token = authorization.replaceFirst("vapid t=([^,]+), k=.*", "$1");
            String key = authorization.replaceFirst("vapid t=[^,]+, k=", "");
            byte[] body = exchange.getRequestBody().readAllBytes();
            try {
                requireSigned(token, bytes(key));
                pushes.add(new Push(
                        JSON.readTree(decrypt(body)),
                        JSON.readTree(bytes(token.split("\\.", 3)[1])),
                        key,
                        exchange.getRequestHeaders().getFirst("Topic"),
                        exchange.getRequestHeaders().getFirst("Urgency")));
            } catch (GeneralSecurityException e) {
                throw new IOException(e);
            }
        }

        private byte[] decrypt(byte[] body) throws GeneralSecurityException {
            ByteBuffer buffer = ByteBuffer.wrap(body);
            byte[] salt = next(buffer, 16);
            buffer.getInt();
            byte[] sender = next(buffer, buffer.get());
            byte[] record = next(buffer, buffer.remaining());
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(publicKey(sender), true);
            byte[] info = join("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), point(keys), sender);
            byte[] input = hkdf(auth, agreement.generateSecret(), info, 32);
            byte[] key = hkdf(salt, input, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
            byte[] nonce = hkdf(salt, input, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] plain = cipher.doFinal(record);
            return Arrays.copyOf(plain, plain.length - 1);
        }
    }

    private static void requireSigned(String token, byte[] key) throws GeneralSecurityException {
        int dot = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(publicKey(key));
        signature.update(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(bytes(token.substring(dot + 1)))) {
            throw new GeneralSecurityException("the token is not signed with the key that it comes with");
        }
    }

    private static KeyPair newPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static PublicKey publicKey(byte[] point) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECPoint at = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(point, 1, 33)),
                new BigInteger(1, Arrays.copyOfRange(point, 33, 65)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(at, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static byte[] point(KeyPair keys) {
        ECPoint at = ((ECPublicKey) keys.getPublic()).getW();
        return join(new byte[] {4}, number(at.getAffineX()), number(at.getAffineY()));
    }

    private static byte[] number(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] padded = join(new byte[32], bytes);
        return Arrays.copyOfRange(padded, padded.length - 32, padded.length);
    }

    private static byte[] hkdf(byte[] salt, byte[] input, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(hmac(salt, input), join(info, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] next(ByteBuffer buffer, int length) {
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}

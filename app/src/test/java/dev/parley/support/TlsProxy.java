package dev.parley.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Ends TLS in front of a Redis that speaks none, with a certificate made for the test. */
public final class TlsProxy implements AutoCloseable {
    public static final String PASSWORD = "changeit";

    private final URI redis;
    private final Path keys;
    private final ServerSocket server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private TlsProxy(URI redis, Path keys, ServerSocket server) {
        this.redis = redis;
        this.keys = keys;
        this.server = server;
    }

    /**
     * Listens on a free port.
     *
     * @param host whom the certificate is for
     */
    public static TlsProxy inFrontOf(TestRedis redis, String host) {
        try {
            Path keys = Files.createTempDirectory("parley-tls").resolve("keys.p12");
            makeCertificate(keys, host);
            ServerSocket server =
                    context(keys).getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
            TlsProxy proxy = new TlsProxy(redis.uri(), keys, server);
            SocketThread.start("tls-proxy", proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The options of a JVM that trusts the certificate. */
    public List<String> trusting() {
        return List.of("-Djavax.net.ssl.trustStore=" + keys, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : open) {
                socket.close();
            }
            Files.delete(keys);
            Files.delete(keys.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a key and a certificate for a host, to be read with {@link #PASSWORD}. */
    public static void makeCertificate(Path keys, String host) throws IOException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + host,
                        "-ext",
                        "SAN=dns:" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (keytool.onExit().join().exitValue() != 0) {
            throw new AssertionError(said);
        }
    }

    private static SSLContext context(Path keys) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket plain = new Socket(redis.getHost(), redis.getPort());
            open.add(client);
            open.add(plain);
            SocketThread.start("tls-proxy", () -> pump(client, plain));
            SocketThread.start("tls-proxy", () -> pump(plain, client));
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
            }
        }
    }
}

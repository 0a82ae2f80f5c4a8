package dev.parley.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.parley.support.TlsProxy;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stream needs a socket of its own: where something lies between it and HTTP, it says so instead of failing somewhere. */
@Timeout(60)
class TakeoverTest {
    @TempDir
    Path directory;

    @Test
    void onAPortThatSpeaksTlsItSaysWhatToDo() throws Exception {
        Path keys = directory.resolve("keys.p12");
        TlsProxy.makeCertificate(keys, "localhost");
        Javalin app = Javalin.create(config -> configure(config, keys));
        try {
            app.start();
            HttpClient client = HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .sslContext(trusting(keys))
                    .build();
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + app.port() + "/"))
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertTrue(answer.body().contains("must speak plain HTTP/1.1"), answer.body());
        } finally {
            app.stop();
        }
    }

    private static void configure(JavalinConfig config, Path keys) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.jetty.addConnector((server, http) -> tls(server, http, keys));
        config.routes.get("/", TakeoverTest::tryToTakeOver);
    }

    private static void tryToTakeOver(Context ctx) {
        try {
            new Takeover(ctx);
            ctx.result("taken over");
        } catch (IllegalStateException refused) {
            ctx.result(refused.getMessage());
        }
    }

    private static Connector tls(Server server, HttpConfiguration http, Path keys) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keys.toString());
        tls.setKeyStorePassword(TlsProxy.PASSWORD);
        ServerConnector connector = new ServerConnector(server, tls, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        return connector;
    }

    private static SSLContext trusting(Path keys) throws Exception {
        KeyStore store = KeyStore.getInstance(keys.toFile(), TlsProxy.PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}

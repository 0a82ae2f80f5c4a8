package dev.parley;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Someone who looks at everything once, says something, and hears it. */
final class Visitor {
    private static final long PATIENCE_SECONDS = 20;
    private static final int ANSWER_MILLIS = 5_000;

    private static final List<String> PAGES = List.of(
            "/", "/assets/js/boot.js", "/everyone", "/everyone/members", "/channels", "/healthz", "/metrics", "/-");

    private final int port;

    Visitor(int port) {
        this.port = port;
    }

    /** @throws IOException when something is not answered as it should be */
    void visit() throws IOException {
        awaitReady();
        HttpURLConnection stream = connect("/subscribe/everyone,rehearsal:*?name=visitor&last=10");
        try (BufferedReader events = lines(stream)) {
            say("/everyone", "application/x-www-form-urlencoded", "sender=visitor&message=form&key=1");
            say("/everyone", "application/json", "{\"sender\":\"visitor\",\"message\":\"json\"}");
            say("/rehearsal:one", "application/json", "{\"event\":\"rehearsed\",\"data\":{\"a\":[1,\"b\"]}}");
            say("/everyone/typing", "application/json", "{\"sender\":\"visitor\"}");
            awaitLine(events, "event: rehearsed");
            for (String page : PAGES) {
                status(page);
            }
        } finally {
            stream.disconnect();
        }
    }

    private void awaitReady() throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (status("/readyz") != HttpURLConnection.HTTP_OK) {
            if (System.nanoTime() - until > 0) {
                throw new IOException("it is not ready after " + PATIENCE_SECONDS + " s");
            }
        }
    }

    private static void awaitLine(BufferedReader events, String wanted) throws IOException {
        for (String line = events.readLine(); !wanted.equals(line); line = events.readLine()) {
            if (line == null) {
                throw new IOException("the stream ended before " + wanted);
            }
        }
    }

    private void say(String path, String type, String body) throws IOException {
        HttpURLConnection post = connect(path);
        post.setDoOutput(true);
        post.setRequestProperty("Content-Type", type);
        try (OutputStream out = post.getOutputStream()) {
            out.write(body.getBytes(StandardCharsets.UTF_8));
        }
        if (post.getResponseCode() >= HttpURLConnection.HTTP_MULT_CHOICE) {
            throw new IOException("POST " + path + " is answered with " + post.getResponseCode());
        }
    }

    private int status(String path) throws IOException {
        HttpURLConnection get = connect(path);
        try (InputStream body = get.getResponseCode() < HttpURLConnection.HTTP_BAD_REQUEST
                ? get.getInputStream()
                : get.getErrorStream()) {
            body.readAllBytes();
        }
        return get.getResponseCode();
    }

    private HttpURLConnection connect(String path) throws IOException {
        HttpURLConnection connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + port + path).toURL().openConnection();
        connection.setReadTimeout(ANSWER_MILLIS);
        return connection;
    }

    private static BufferedReader lines(HttpURLConnection stream) throws IOException {
        return new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
    }
}

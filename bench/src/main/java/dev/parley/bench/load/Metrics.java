package dev.parley.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** What a server tells at {@code /metrics}, in Prometheus' text format. */
public final class Metrics {
    private Metrics() {}

    /** One of its figures, summed over all labels. */
    public static double read(InetSocketAddress server, String name) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getPort() + "/metrics");
        String text = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}

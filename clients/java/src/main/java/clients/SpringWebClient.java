package clients;

import java.time.Duration;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Spring's WebClient, by hand: it reads one answer, and the program comes back with the last id. */
public final class SpringWebClient {
    private static final ParameterizedTypeReference<ServerSentEvent<String>> EVENTS =
            new ParameterizedTypeReference<>() {};

    private static String lastId = "";

    private SpringWebClient() {}

    public static void main(String[] args) {
        Flux.defer(() -> events(args[0]))
                .onErrorResume(broken -> Flux.empty())
                .repeatWhen(ended -> ended.delayElements(Duration.ofSeconds(2)))
                .doOnNext(SpringWebClient::heard)
                .blockLast();
    }

    private static Flux<ServerSentEvent<String>> events(String url) {
        return WebClient.create()
                .get()
                .uri(java.net.URI.create(url))
                .headers(headers -> {
                    if (!lastId.isEmpty()) {
                        headers.set("Last-Event-ID", lastId);
                    }
                })
                .retrieve()
                .bodyToFlux(EVENTS);
    }

    private static void heard(ServerSentEvent<String> event) {
        lastId = event.id() == null ? lastId : event.id();
        if (Heard.isSaid(event.event())) {
            Heard.message(event.id(), event.data());
        }
    }
}

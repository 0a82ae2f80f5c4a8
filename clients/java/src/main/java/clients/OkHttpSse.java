package clients;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;

/** okhttp-sse, by hand: it reads one answer, and the program comes back with the last id. */
public final class OkHttpSse extends EventSourceListener {
    private static final OkHttpClient CLIENT =
            new OkHttpClient.Builder().readTimeout(Duration.ZERO).build();

    private final String url;
    private String lastId;

    private OkHttpSse(String url) {
        this.url = url;
    }

    public static void main(String[] args) {
        new OkHttpSse(args[0]).connect();
    }

    private void connect() {
        Request.Builder request = new Request.Builder().url(url);
        if (lastId != null) {
            request.header("Last-Event-ID", lastId);
        }
        EventSources.createFactory(CLIENT).newEventSource(request.build(), this);
    }

    @Override
    public void onEvent(EventSource source, String id, String type, String data) {
        lastId = id == null ? lastId : id;
        if (Heard.isSaid(type)) {
            Heard.message(id, data);
        }
    }

    @Override
    public void onClosed(EventSource source) {
        comeBack();
    }

    @Override
    public void onFailure(EventSource source, Throwable failure, Response answer) {
        comeBack();
    }

    private void comeBack() {
        try {
            TimeUnit.SECONDS.sleep(2);
            connect();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

//! reqwest-eventsource

use futures::StreamExt;
use parley_clients::heard;
use reqwest_eventsource::{Event, EventSource};

#[tokio::main]
async fn main() {
    let url = std::env::args().nth(1).expect("a URL");
    let mut stream = EventSource::get(url);
    while let Some(event) = stream.next().await {
        if let Ok(Event::Message(message)) = event {
            heard(&message.id, &message.event, &message.data);
        }
    }
}

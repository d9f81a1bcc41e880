use tokio::time::sleep;

use super::*;

/// Takes 1 ms for an answer; the third one stalls for a second.
struct Stalls;

impl Caller for Stalls {
    async fn call(&mut self, job: usize) -> Result<Reply> {
        let ms = if job == 2 { 1_000 } else { 1 };
        sleep(Duration::from_millis(ms)).await;
        Ok(Reply::Done)
    }
}

#[tokio::test(start_paused = true)]
async fn an_open_loop_counts_the_time_that_requests_waited_behind_a_stall() {
    let plan = Plan::open(100.0, Duration::from_secs(1));
    let load = run(vec![Stalls], plan).await.unwrap();
    assert_eq!(load.answered(), 100);
    // Ninety-seven requests were meant to be sent while the only caller was stuck.
    let waited = load
        .samples
        .iter()
        .filter(|sample| sample.latency > Duration::from_millis(50));
    assert!(waited.count() > 90);
    assert!(load.latency_ms(0.5).unwrap() > 400.0);
}

#[tokio::test(start_paused = true)]
async fn a_closed_loop_counts_each_answer_from_its_own_request() {
    let load = run(vec![Stalls], Plan::closed(100)).await.unwrap();
    assert_eq!(load.latency_ms(0.5), Some(1.0));
    assert_eq!(load.latency_ms(1.0), Some(1_000.0));
    assert_eq!(load.elapsed, Duration::from_millis(1_099));
}

#[tokio::test(start_paused = true)]
async fn a_load_that_is_cut_counts_what_was_answered_in_its_time() {
    let plan = Plan::closed(100).cut_after(Duration::from_millis(500));
    let load = run(vec![Stalls], plan).await.unwrap();
    assert_eq!((load.answered(), load.elapsed.as_millis()), (2, 500));
}

struct Refused;

impl Caller for Refused {
    async fn call(&mut self, _: usize) -> Result<Reply> {
        anyhow::bail!("an answer that must not come")
    }
}

#[tokio::test]
async fn one_wrong_answer_ends_the_run() {
    assert!(run(vec![Refused], Plan::closed(1)).await.is_err());
}

//! A child process that lives exactly as long as it should: past a Ctrl-C at
//! the terminal, but not past the death of this process.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitStatus};

use tokio::sync::oneshot;

/// Starts the command; the answer comes when it has ended.
///
/// The kernel's death signal is bound to the thread that started the child, not
/// to the process, so a thread of its own starts it and waits for its end.
pub(super) async fn spawn(mut command: Command) -> io::Result<oneshot::Receiver<ExitStatus>> {
    // Ctrl-C goes to the terminal's foreground group: not to the child, which is
    // needed until the last booking has been answered.
    command.process_group(0);
    end_with_parent(&mut command);
    let (tell_start, started) = oneshot::channel();
    let (tell_end, ended) = oneshot::channel();
    std::thread::Builder::new()
        .name("postgres".into())
        .spawn(move || {
            let spawned = command.spawn();
            // Sending fails only if the caller stopped waiting.
            match spawned {
                Ok(mut child) => {
                    let _ = tell_start.send(Ok(()));
                    if let Ok(status) = child.wait() {
                        let _ = tell_end.send(status);
                    }
                }
                Err(error) => {
                    let _ = tell_start.send(Err(error));
                }
            }
        })?;
    started.await.map_err(io::Error::other)??;
    Ok(ended)
}

/// Has the kernel send SIGINT, PostgreSQL's fast shutdown, when we are killed.
#[cfg(target_os = "linux")]
#[expect(
    unsafe_code,
    reason = "only a hook between fork and exec can set the death signal"
)]
fn end_with_parent(command: &mut Command) {
    let parent = std::process::id();
    let hook = move || {
        // SAFETY: prctl and getppid may be called between fork and exec; neither
        // allocates or locks. The hook runs after the change of user, which would
        // clear the signal.
        let (set, parent_now) = unsafe {
            (
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGINT),
                libc::getppid(),
            )
        };
        if set != 0 {
            return Err(io::Error::last_os_error());
        }
        if u32::try_from(parent_now) != Ok(parent) {
            return Err(io::Error::from_raw_os_error(libc::ESRCH));
        }
        Ok(())
    };
    // SAFETY: the hook keeps to what is allowed between fork and exec, see above.
    unsafe { command.pre_exec(hook) };
}

/// Elsewhere the next start ends what a killed program left behind.
#[cfg(not(target_os = "linux"))]
fn end_with_parent(_command: &mut Command) {}

//! Office hours (工作时段): windows of the local day such as `08:00-12:00`.

/// A window in minutes of the local day, from 0 to 1440.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub opens: u32,
    pub closes: u32,
}

/// Reads windows in order and without overlap. The mistakes come with the place of the window in the list.
pub(super) fn windows(texts: &[String]) -> Result<Vec<Window>, Vec<(usize, String)>> {
    let mut windows: Vec<Window> = Vec::new();
    let mut mistakes = Vec::new();
    if texts.is_empty() {
        mistakes.push((0, format!("there is no window; {HOW}")));
    }
    for (place, text) in texts.iter().enumerate() {
        let Some(window) = window(text) else {
            mistakes.push((place, format!("\"{text}\" is no window; {HOW}")));
            continue;
        };
        if windows.last().is_some_and(|before| window.opens < before.closes) {
            mistakes.push((
                place,
                format!(
                    "\"{text}\" begins before the window in front of it ends; write them in order, without overlap"
                ),
            ));
        }
        windows.push(window);
    }
    if mistakes.is_empty() { Ok(windows) } else { Err(mistakes) }
}

const HOW: &str = "write two local times, the earlier first, such as \"08:00-12:00\"; only the end may be 24:00";

fn window(text: &str) -> Option<Window> {
    let (opens, closes) = text.split_once('-')?;
    let (opens, closes) = (minute(opens)?, minute(closes)?);
    (opens < closes).then_some(Window { opens, closes })
}

/// The minute of the day of `HH:MM`.
fn minute(text: &str) -> Option<u32> {
    let (hours, minutes) = text.split_once(':')?;
    let two_digits =
        |text: &str| (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?;
    let (hours, minutes): (u32, u32) = (two_digits(hours)?, two_digits(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 1440).then_some(hours * 60 + minutes)
}

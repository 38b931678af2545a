//! Extracts links, code and tables from the pages for maintainers and users.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

fn events(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// The targets of links and pictures, except those on other sites.
#[must_use]
pub fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    for event in events(text) {
        match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                links.push(dest_url.to_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let attributes = ["src=\"", "srcset=\"", "href=\""].into_iter();
                let values = attributes.flat_map(|attribute| html.split(attribute).skip(1));
                links.extend(values.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
            }
            _ => {}
        }
    }
    links.retain(|link| !link.contains("://"));
    links
}

/// The code between backticks.
#[must_use]
pub fn code_spans(text: &str) -> Vec<String> {
    let code = |event| if let Event::Code(code) = event { Some(code.to_string()) } else { None };
    events(text).filter_map(code).collect()
}

/// The fenced code of a language.
#[must_use]
pub fn code_blocks(text: &str, language: &str) -> Vec<String> {
    let (mut blocks, mut block) = (Vec::new(), None);
    for event in events(text) {
        match (event, &mut block) {
            (Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))), _) if &*info == language => {
                block = Some(String::new());
            }
            (Event::Text(code), Some(block)) => block.push_str(&code),
            (Event::End(TagEnd::CodeBlock), _) => blocks.extend(block.take()),
            _ => {}
        }
    }
    blocks
}

/// The cells of a table's column, the header first, with their markup. The table is the one with that column header.
#[must_use]
pub fn column(text: &str, head: &str) -> Vec<String> {
    let (mut rows, mut row) = (Vec::<Vec<String>>::new(), Vec::new());
    for (event, range) in events(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Table(_)) => rows.clear(),
            Event::End(TagEnd::TableCell) => row.push(text[range].trim().to_owned()),
            Event::End(TagEnd::TableHead | TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
            Event::End(TagEnd::Table) => {
                if let Some(column) = rows[0].iter().position(|cell| cell.trim_matches(['|', ' ']) == head) {
                    return rows.into_iter().map(|mut row| row.swap_remove(column)).collect();
                }
            }
            _ => {}
        }
    }
    Vec::new()
}

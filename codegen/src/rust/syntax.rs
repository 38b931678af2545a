//! Pieces of Rust that an item has one of for each property, value or line: built as they are, since what is quoted has to be
//! parsed before it can be laid out, and that was half of all the time.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{
    Arm, AttrStyle, Attribute, Expr, ExprArray, ExprCall, ExprField, ExprLit, ExprMatch, ExprMethodCall,
    ExprPath, ExprReference, ExprTry, ExprTuple, ExprUnary, Lit, LitBool, LitInt, LitStr, Member, Meta,
    MetaNameValue, Pat, Path, PathSegment, Stmt, Token, UnOp, token,
};

use crate::names::is_keyword;

/// Quotes what is the same in every file; it is parsed once a thread.
macro_rules! fixed {
    ($type:ty { $($tokens:tt)* }) => {{
        thread_local!(static FIXED: $type = syn::parse_quote! { $($tokens)* });
        FIXED.with(Clone::clone)
    }};
}

pub(super) use fixed;

/// An identifier, behind `r#` where it is a keyword.
pub(super) fn ident(name: &str) -> Ident {
    let new = if is_keyword(name) { Ident::new_raw } else { Ident::new };
    new(name, Span::call_site())
}

/// `self` or `Self`, which are keywords and stand as they are.
fn word(word: &str) -> Ident {
    Ident::new(word, Span::call_site())
}

/// `Self::name`
pub(super) fn of_self(name: &str) -> Path {
    let segments = [word("Self"), ident(name)].map(PathSegment::from);
    Path { leading_colon: None, segments: segments.into_iter().collect() }
}

/// `Type::name`
pub(super) fn path(ty: &str, name: &str) -> Path {
    let segments = [ident(ty), ident(name)].map(PathSegment::from);
    Path { leading_colon: None, segments: segments.into_iter().collect() }
}

/// A path, as a value.
pub(super) fn value(path: Path) -> Expr {
    Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path })
}

/// A path, as a pattern.
pub(super) fn path_pattern(path: Path) -> Pat {
    Pat::Path(ExprPath { attrs: Vec::new(), qself: None, path })
}

/// `name`
pub(super) fn name(name: &str) -> Expr {
    value(ident(name).into())
}

/// `self`
pub(super) fn this() -> Expr {
    value(word("self").into())
}

fn literal(lit: Lit) -> ExprLit {
    ExprLit { attrs: Vec::new(), lit }
}

/// `"..."`
pub(super) fn text(text: &str) -> Expr {
    Expr::Lit(literal(Lit::Str(LitStr::new(text, Span::call_site()))))
}

/// `0`
pub(super) fn number(number: usize) -> Expr {
    Expr::Lit(literal(Lit::Int(LitInt::new(&number.to_string(), Span::call_site()))))
}

/// `true` or `false`
pub(super) fn boolean(value: bool) -> Expr {
    Expr::Lit(literal(Lit::Bool(LitBool::new(value, Span::call_site()))))
}

/// `1` or `-1.5`
pub(super) fn signed(negative: bool, number: Literal) -> Expr {
    let number = Expr::Lit(literal(Lit::new(number)));
    if !negative {
        return number;
    }
    Expr::Unary(ExprUnary {
        attrs: Vec::new(),
        op: UnOp::Neg(<Token![-]>::default()),
        expr: Box::new(number),
    })
}

/// `(a, b)`
pub(super) fn tuple<const N: usize>(elems: [Expr; N]) -> Expr {
    Expr::Tuple(ExprTuple {
        attrs: Vec::new(),
        paren_token: token::Paren::default(),
        elems: elems.into_iter().collect(),
    })
}

/// `[a, b]`
pub(super) fn array(elems: impl Iterator<Item = Expr>) -> Expr {
    Expr::Array(ExprArray {
        attrs: Vec::new(),
        bracket_token: token::Bracket::default(),
        elems: elems.collect(),
    })
}

/// `function(...)`
pub(super) fn applied(function: Expr, args: Vec<Expr>) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(function),
        paren_token: token::Paren::default(),
        args: args.into_iter().collect(),
    })
}

/// `Some(value)` or `None`
pub(super) fn option(value: Option<&impl ToTokens>) -> TokenStream {
    match value {
        Some(value) => quote! { Some(#value) },
        None => quote! { None },
    }
}

/// `"..." => body,`
pub(super) fn text_arm(text: &str, body: Expr) -> Arm {
    arm(Pat::Lit(literal(Lit::Str(LitStr::new(text, Span::call_site())))), body)
}

/// `pattern => body,`
pub(super) fn arm(pat: Pat, body: Expr) -> Arm {
    let (fat_arrow_token, comma) = (<Token![=>]>::default(), Some(<Token![,]>::default()));
    Arm { attrs: Vec::new(), pat, fat_arrow_token, body: Box::new(body), comma }
}

/// `match on { ... }`
pub(super) fn choice(on: Expr, arms: Vec<Arm>) -> Expr {
    Expr::Match(ExprMatch {
        attrs: Vec::new(),
        match_token: <Token![match]>::default(),
        expr: Box::new(on),
        brace_token: token::Brace::default(),
        arms,
    })
}

/// `base.name`
pub(super) fn field(base: Expr, name: &str) -> Expr {
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(base),
        dot_token: <Token![.]>::default(),
        member: Member::Named(ident(name)),
    })
}

/// `&expr`, or `&mut expr`.
pub(super) fn borrowed(expr: Expr, mutable: bool) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: <Token![&]>::default(),
        mutability: mutable.then(<Token![mut]>::default),
        expr: Box::new(expr),
    })
}

/// `receiver.method(...)`
pub(super) fn call<const N: usize>(receiver: Expr, method: &str, args: [Expr; N]) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: <Token![.]>::default(),
        method: ident(method),
        turbofish: None,
        paren_token: token::Paren::default(),
        args: args.into_iter().collect::<Punctuated<_, _>>(),
    })
}

/// `expr?;`
pub(super) fn tried(expr: Expr) -> Stmt {
    let question_token = <Token![?]>::default();
    let tried = ExprTry { attrs: Vec::new(), expr: Box::new(expr), question_token };
    Stmt::Expr(Expr::Try(tried), Some(<Token![;]>::default()))
}

/// `expr`, as the last of a block.
pub(super) fn last(expr: Expr) -> Stmt {
    Stmt::Expr(expr, None)
}

/// `#[name = "value"]`
pub(super) fn attribute(name: &str, value: &str) -> Attribute {
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: ident(name).into(),
            eq_token: <Token![=]>::default(),
            value: text(value),
        }),
    }
}

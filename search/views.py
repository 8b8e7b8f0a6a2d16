"""The page with search results, and the suggestions while a reader types."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pages.site_context import site_context
from search.query import Query
from search.results import search
from search.suggestions import suggest
from search.visibility import Visibility


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Return the page with the results for `q`; with an empty form if `q` is empty."""
    query = Query.parse(request.GET.get("q", ""))
    site = site_context(request)
    if query.text:
        site.query_in_other_languages = f"?{urlencode({'q': query.text})}"
    visibility = site.keep("visibility in search", lambda: Visibility.of_language(query.language_code))
    return render(request, "search/search.html", {"query": query, "results": search(query, visibility)})


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Return at most eight names that begin with `q`, each with the title and the address of its page."""
    names = [
        {
            "name": suggestion.name,
            "title": suggestion.page.title if suggestion.name != suggestion.page.title else "",
            "url": suggestion.page.get_url(request),
        }
        for suggestion in suggest(request.GET.get("q", ""))
    ]
    response = JsonResponse({"suggestions": names})
    response["X-Robots-Tag"] = "noindex"
    return response

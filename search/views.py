"""The page with what was found, and the names suggested while somebody types."""

from django.http import JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.finding import find
from search.query import Query
from search.suggesting import suggestions


@require_safe
def search(request):
    """Answer with the pages that fit `q` best; with an empty form where nothing is asked."""
    query = Query.read(request.GET.get("q", ""))
    return render(request, "search/search.html", {"query": query, "found": find(query)})


@require_safe
def suggest(request):
    """Answer with at most eight names that `q` is the beginning of, and the address each leads to."""
    found = suggestions(request.GET.get("q", ""))
    names = [
        {
            "name": one.name,
            "title": one.page.title if one.name != one.page.title else "",
            "url": one.page.get_url(request),
        }
        for one in found
    ]
    response = JsonResponse({"suggestions": names})
    response["X-Robots-Tag"] = "noindex"
    return response

"""Two names of two articles: how far they are alike, by what kind of thing they name.

    words    names as plain words, and the tables beside `data`
    people   given names, surnames, initials, Jr; how rare a name is
    bodies   organizations, works, events, groups
    places   where a place is, by its name and what stands around it
    roles    posts, walks of life, nationalities

In: names and the little that an article says of them. Out: what was found, with a reason in words. Nothing here knows two whole articles.
"""

"""Businesses, their places and licences, and what is asked for of them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from inspection_service.adapters.columns import (
    instant,
    key,
    of,
    office_code,
    row_version,
    sealed,
    words,
)
from inspection_service.adapters.tables.metadata import metadata

business = sa.Table(
    "business",
    metadata,
    key(),
    office_code(),
    words("nib"),
    words("name", optional=True),
    words("scale", optional=True),
    words("compliance", optional=True),
    row_version(),
    sa.UniqueConstraint("office_code", "nib", name="business_office_nib"),
)

# As the release before places were sealed wrote it; a sealed place has an empty address.
OPEN_PLACE = "address <> '' or latitude is not null or longitude is not null"

location = sa.Table(
    "location",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("address", optional=True),
    words("district", optional=True),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    # Address and coordinates; the district stands open.
    sealed("place_sealed", optional=True),
    sa.Column("activities", JSONB, nullable=False, server_default="[]"),
    sa.Index("location_business", "business_id"),
    sa.Index("location_open_place", "office_code", postgresql_where=sa.text(OPEN_PLACE)),
)

licence = sa.Table(
    "licence",
    metadata,
    key(),
    office_code(),
    of("business_id", "business"),
    words("number"),
    words("service_code"),
    sa.Column("issued_on", sa.Date, nullable=False),
    sa.Index("licence_business", "business_id"),
)

# No foreign key: what became of a licence may be told before the licence itself.
licence_status = sa.Table(
    "licence_status",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    office_code(),
    words("status"),
    instant("at"),
)

enquiry = sa.Table(
    "enquiry",
    metadata,
    sa.Column("licence_id", sa.Uuid, primary_key=True),
    office_code(),
    of("business_id", "business"),
    instant("due_at"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Index("enquiry_due", "due_at"),
)

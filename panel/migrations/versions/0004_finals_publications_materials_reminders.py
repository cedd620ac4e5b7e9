"""Finals, publications, materials, reminders

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

from panel.db import Instant

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('material',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('presenter_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Enum('infographic', 'slides', 'video', 'evidence', name='materialkind', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_material_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_material_person_id_person')),
    sa.ForeignKeyConstraint(['presenter_id'], ['presenter.id'], name=op.f('fk_material_presenter_id_presenter')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_material'))
    )
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_material_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_material_presenter_id'), ['presenter_id'], unique=False)

    op.create_table('publication',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('zone_id', sa.Integer(), nullable=True),
    sa.Column('scope', sa.Enum('ranking', 'feedback', name='scope', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('readership', sa.Enum('presenters', 'public', name='readership', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('shown_from', Instant(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('withdrawn_at', Instant(), nullable=True),
    sa.Column('withdrawn_reason', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_publication_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_publication_person_id_person')),
    sa.ForeignKeyConstraint(['zone_id'], ['zone.id'], name=op.f('fk_publication_zone_id_zone')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publication_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_publication_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_publication_zone_id'), ['zone_id'], unique=False)

    op.create_table('reminder',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_person_id_person')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_reminder_seat_id_seat')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_reminder_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
    sa.UniqueConstraint('slot_id', 'seat_id', name=op.f('uq_reminder_slot_id_seat_id'))
    )
    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_reminder_slot_id'), ['slot_id'], unique=False)

    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kept', sa.Integer(), nullable=False, server_default='0'))

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('materials_until', Instant(), nullable=True))

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slip_at', Instant(), nullable=True))
        batch_op.add_column(sa.Column('presents_id', sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f('ix_person_presents_id'), ['presents_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_person_presents_id_presenter'), 'presenter', ['presents_id'], ['id'])

    with op.batch_alter_table('presenter', schema=None) as batch_op:
        batch_op.add_column(sa.Column('anchor', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('top', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('carry', sa.Integer(), nullable=False, server_default='0'))


def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_column('carry')
        batch_op.drop_column('top')

    with op.batch_alter_table('presenter', schema=None) as batch_op:
        batch_op.drop_column('anchor')

    with op.batch_alter_table('person', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_person_presents_id_presenter'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_person_presents_id'))
        batch_op.drop_column('presents_id')
        batch_op.drop_column('slip_at')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('materials_until')

    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_column('kept')

    with op.batch_alter_table('reminder', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_reminder_slot_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_seat_id'))
        batch_op.drop_index(batch_op.f('ix_reminder_person_id'))

    op.drop_table('reminder')
    with op.batch_alter_table('publication', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_publication_zone_id'))
        batch_op.drop_index(batch_op.f('ix_publication_person_id'))
        batch_op.drop_index(batch_op.f('ix_publication_event_id'))

    op.drop_table('publication')
    with op.batch_alter_table('material', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_material_presenter_id'))
        batch_op.drop_index(batch_op.f('ix_material_person_id'))
        batch_op.drop_index(batch_op.f('ix_material_event_id'))
        batch_op.drop_index(batch_op.f('ix_material_digest'))

    op.drop_table('material')

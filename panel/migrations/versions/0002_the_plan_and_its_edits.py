"""The plan: requests, shortened questions, excuses, edits, imports; and jobs that make plans.

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

from panel.db import Instant

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('edit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('act', sa.String(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('undone', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_edit_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_edit_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_edit'))
    )
    with op.batch_alter_table('edit', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_edit_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_edit_person_id'), ['person_id'], unique=False)

    op.create_table('import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('sort', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.Column('taken_at', Instant(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('fk_import_event_id_event')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_import_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_import')),
    sa.UniqueConstraint('key', name=op.f('uq_import_key'))
    )
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_import_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_import_person_id'), ['person_id'], unique=False)

    op.create_table('excuse',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('seat_id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_excuse_seat_id_seat')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_excuse_slot_id_slot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_excuse')),
    sa.UniqueConstraint('seat_id', 'slot_id', name=op.f('uq_excuse_seat_id_slot_id'))
    )
    with op.batch_alter_table('excuse', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_excuse_seat_id'), ['seat_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_excuse_slot_id'), ['slot_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('travel', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Enum('document', 'plan', name='jobkind', native_enum=False, create_constraint=True, length=20), nullable=False, server_default='document'))
        batch_op.add_column(sa.Column('progress', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('answer', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('stopped', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('questions', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('not_before', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('not_after', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('firm', sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.add_column(sa.Column('screen_generation', sa.Integer(), nullable=False, server_default='1'))



def downgrade() -> None:
    with op.batch_alter_table('venue', schema=None) as batch_op:
        batch_op.drop_column('screen_generation')

    with op.batch_alter_table('slot', schema=None) as batch_op:
        batch_op.drop_column('firm')
        batch_op.drop_column('not_after')
        batch_op.drop_column('not_before')
        batch_op.drop_column('questions')

    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.drop_column('stopped')
        batch_op.drop_column('answer')
        batch_op.drop_column('progress')
        batch_op.drop_constraint(batch_op.f('ck_job_jobkind'), type_='check')
        batch_op.drop_column('kind')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('travel')

    with op.batch_alter_table('excuse', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_excuse_slot_id'))
        batch_op.drop_index(batch_op.f('ix_excuse_seat_id'))

    op.drop_table('excuse')
    with op.batch_alter_table('import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_import_person_id'))
        batch_op.drop_index(batch_op.f('ix_import_event_id'))

    op.drop_table('import')
    with op.batch_alter_table('edit', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_edit_person_id'))
        batch_op.drop_index(batch_op.f('ix_edit_event_id'))

    op.drop_table('edit')

"""Letterheads, signed copies

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

from panel.db import Instant

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('signed_copy',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('snapshot_id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('at', Instant(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('media_type', sa.String(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_signed_copy_person_id_person')),
    sa.ForeignKeyConstraint(['snapshot_id'], ['snapshot.id'], name=op.f('fk_signed_copy_snapshot_id_snapshot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signed_copy')),
    sa.UniqueConstraint('snapshot_id', 'digest', name=op.f('uq_signed_copy_snapshot_id_digest'))
    )
    with op.batch_alter_table('signed_copy', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signed_copy_digest'), ['digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_signed_copy_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_signed_copy_snapshot_id'), ['snapshot_id'], unique=False)

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.add_column(sa.Column('emblem', sa.String(), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('signatories', sa.JSON(), nullable=False, server_default='[]'))

    with op.batch_alter_table('snapshot', schema=None) as batch_op:
        batch_op.add_column(sa.Column('names', sa.JSON(), nullable=False, server_default='{}'))

    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.add_column(sa.Column('said', sa.String(), nullable=False, server_default=''))
        batch_op.create_index(batch_op.f('ix_record_said'), ['said'], unique=False)
    record = sa.table('record', sa.column('body', sa.JSON()), sa.column('said'))
    told = record.c.body['digest'].as_string()
    op.execute(record.update().values(said=sa.func.coalesce(told, '')))



def downgrade() -> None:
    with op.batch_alter_table('record', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_record_said'))
        batch_op.drop_column('said')

    with op.batch_alter_table('snapshot', schema=None) as batch_op:
        batch_op.drop_column('names')

    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_column('signatories')
        batch_op.drop_column('emblem')

    with op.batch_alter_table('signed_copy', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_signed_copy_snapshot_id'))
        batch_op.drop_index(batch_op.f('ix_signed_copy_person_id'))
        batch_op.drop_index(batch_op.f('ix_signed_copy_digest'))

    op.drop_table('signed_copy')

"""The matrix by the door of the web client and of XML-RPC."""

import json

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_access_common import ComplaintAccessCase
from .complaint_access_matrix import ComplaintAccessMatrix

ERRORS = (AccessError, MissingError, UserError)


@tagged("post_install", "-at_install")
class TestComplaintAccessRpc(ComplaintAccessMatrix, ComplaintAccessCase):
    # Odoo's own runner would leave the tests of the matrix out
    allow_inherited_tests_method = True

    def _call(self, role, model, method, ids=None, **kwargs):
        user = getattr(self, role)
        env = self.env(user=user, su=False, context={"allowed_company_ids": user.company_ids.ids})
        args = [] if ids is None else [ids]
        try:
            with self.env.cr.savepoint(flush=True) as savepoint, mute_logger("odoo.models"):
                answer = json.dumps(call_kw(env[model], method, args, kwargs), default=str)
                savepoint.rollback()
        except ERRORS as error:
            answer = f"{type(error).__name__}: {error}"
        self.env.invalidate_all()
        return answer
